import type { CallingState } from '#shared/contracts/calling.ts';
import { type Verdict, verdict } from './decide.ts';
import { windowClosed } from './service-window.ts';

export interface MessageFacts {
  readonly state: Pick<CallingState, 'serviceWindowUntil'>;
  /** Templates need no service window. */
  readonly template: boolean;
}

export interface MessagesRemaining {
  /** Free-form messages may be sent until then; null: the window is closed. */
  readonly windowUntil: number | null;
}

/** Whether a message may be sent now. How long a window stays open is in the state already, so no profile is asked. */
export function evaluateMessage({ state, template }: MessageFacts, now: number): Verdict<MessagesRemaining> {
  const until = state.serviceWindowUntil;
  return verdict(
    (at) => (template ? [] : windowClosed(until, at)),
    now,
    () => ({ warnings: [], remaining: { windowUntil: windowClosed(until, now).length === 0 ? until : null } }),
  );
}
