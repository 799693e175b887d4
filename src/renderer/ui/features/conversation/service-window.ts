import type { ContactDetails } from '#shared/contracts/ui-replies.ts';
import { isServiceWindowOpen } from '#shared/domain/service-window.ts';
import { useNow } from '../../hooks/use-now.ts';

const minuteMs = 60_000;

/** Whether a message may be sent now: main's word, and an end that passed since main said so. @param now by the gateway's clock */
export function canWrite(
  { canMessage, serviceWindowUntil }: Pick<ContactDetails, 'canMessage' | 'serviceWindowUntil'>,
  now: number,
): boolean {
  return canMessage && isServiceWindowOpen(serviceWindowUntil, now);
}

/** `open` turns false at the very instant at which the window ends; `now` is the gateway's. */
export function useServiceWindow(details: ContactDetails): { readonly open: boolean; readonly now: number } {
  const { clockAheadMs, serviceWindowUntil } = details;
  const now = useNow(minuteMs, (serviceWindowUntil ?? 0) - clockAheadMs) + clockAheadMs;
  return { open: canWrite(details, now), now };
}
