import type { ContactDetails } from '#shared/contracts/ui-replies.ts';
import { isServiceWindowOpen } from '#shared/domain/service-window.ts';
import { useNow } from '../../hooks/use-now.ts';

const minuteMs = 60_000;

/** Whether a message may be sent now: main's word, and an end that passed since main said so. */
export function canWrite({ canMessage, serviceWindowUntil }: ContactDetails, now: number): boolean {
  return canMessage && isServiceWindowOpen(serviceWindowUntil, now);
}

/** `open` turns false at the very instant at which the window ends. */
export function useServiceWindow(details: ContactDetails): { readonly open: boolean; readonly now: number } {
  const now = useNow(minuteMs, details.serviceWindowUntil ?? 0);
  return { open: canWrite(details, now), now };
}
