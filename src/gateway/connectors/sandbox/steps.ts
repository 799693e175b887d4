import { unreachable } from '#shared/never.ts';
import type { ConnectorEvents } from '../connector.ts';
import type { Cast } from './cast.ts';
import type { RunIdentity } from './identity.ts';
import type { IncomingCalls } from './incoming-calls.ts';
import type { NumberedStep } from './runner.ts';

/**
 * What each verb of a scenario does. The effect comes first and the mark second: a gateway that dies between the two repeats
 * the step, and the repetition carries the same ids, so whoever keeps things by their id keeps it once. The other way round
 * it would be lost. Calls mark themselves when they are settled.
 *
 * Throws what the events throw.
 */
export function createStepPerformer(context: {
  readonly cast: Cast;
  readonly events: ConnectorEvents;
  readonly incoming: IncomingCalls;
  readonly identity: RunIdentity;
  readonly startedAt: number;
  readonly markDone: (stepIndex: number) => void;
}): (numbered: NumberedStep) => void {
  const { cast, events, incoming, identity, startedAt, markDone } = context;
  return ({ step, index }) => {
    const at = startedAt + step.at;
    switch (step.do) {
      case 'message': {
        const state = cast.openWindow(step.contact, at);
        if (state !== null) events.contact(state);
        events.message({
          id: identity.entry(index),
          contactId: step.contact,
          direction: 'in',
          text: step.text,
          at,
          status: 'delivered',
        });
        break;
      }
      case 'call':
        incoming.begin(step, index);
        return;
      case 'balance':
        events.workspace(cast.setBalance(step.value));
        break;
      case 'revoke':
        cast.revoke(step.contact);
        events.contactEvent({
          id: identity.entry(index),
          contactId: step.contact,
          type: 'permission-revoked',
          at,
          callId: null,
          kind: null,
          durationMs: null,
          agent: null,
        });
        break;
      default:
        unreachable(step);
    }
    markDone(index);
  };
}
