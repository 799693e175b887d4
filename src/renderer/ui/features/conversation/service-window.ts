import type { ContactDetails } from '#shared/contracts/ui-replies.ts';
import { evaluateMessage } from '#shared/domain/rules/evaluate-message.ts';
import { useNow } from '../../hooks/use-now.ts';

const minuteMs = 60_000;

/** Whether a message may be sent now: main's word, and an end that passed since main said so. @param now by the gateway's clock */
export function canWrite({ canMessage, serviceWindowUntil }: ContactDetails, now: number): boolean {
  return canMessage && evaluateMessage({ state: { serviceWindowUntil }, template: false }, now).allowed;
}

/** `open` turns false at the very instant at which the window ends; `now` is by the gateway's clock, as its end is. */
export function useServiceWindow(details: ContactDetails): { readonly open: boolean; readonly now: number } {
  const { clockAheadMs, serviceWindowUntil } = details;
  const now = useNow(minuteMs, (serviceWindowUntil ?? 0) - clockAheadMs) + clockAheadMs;
  return { open: canWrite(details, now), now };
}
