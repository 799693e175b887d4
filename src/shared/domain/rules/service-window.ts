import type { Check } from './checks.ts';

/** Free-form messages may be sent until then, that instant excluded (product.md, rules: the service window). @param until null: it is closed */
export function windowClosed(until: number | null, at: number): Check {
  return until !== null && at < until ? [] : [{ rule: 'service-window-closed', need: 'contact-writes' }];
}
