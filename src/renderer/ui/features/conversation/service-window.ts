import type { ContactDetails } from '#shared/contracts/ui.ts';

/** Whether a free-form message may be sent now: main's word, and an end that passed since main said so. */
export function canWrite({ canMessage, serviceWindowUntil }: ContactDetails, now: number): boolean {
  return canMessage && (serviceWindowUntil === null || serviceWindowUntil > now);
}
