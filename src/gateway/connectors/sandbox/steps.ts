import type { ScenarioStep } from '#shared/contracts/scenario.ts';
import { unreachable } from '#shared/never.ts';
import type { ConnectorEvents, DoneElsewhere, PermissionNews } from '../connector.ts';
import type { Cast } from './cast.ts';
import type { RunIdentity } from './identity.ts';
import type { IncomingCalls } from './incoming-calls.ts';
import type { LeavingNotes } from './notes/leaving.ts';
import type { Reacting } from './reacting.ts';
import type { NumberedStep } from './runner.ts';

/**
 * What each verb of a scenario does. The effect comes first and the mark second: a gateway that dies between the two repeats
 * the step, and the repetition carries the same ids, so whoever keeps things by their id keeps it once. The other way round
 * it would be lost. Calls mark themselves when they are settled, notes when they are kept.
 *
 * Throws what the events throw.
 */
export function createStepPerformer(context: {
  readonly cast: Cast;
  readonly events: ConnectorEvents;
  readonly incoming: IncomingCalls;
  readonly notes: Pick<LeavingNotes, 'leave'>;
  readonly reacting: Pick<Reacting, 'send'>;
  readonly identity: RunIdentity;
  readonly startedAt: number;
  readonly markDone: (stepIndex: number) => void;
}): (numbered: NumberedStep) => void {
  const { cast, events, incoming, notes, reacting, identity, startedAt, markDone } = context;
  return ({ step, index }) => {
    const at = startedAt + step.at + cast.aheadMs();
    switch (step.do) {
      case 'message':
        events.message({
          id: identity.entry(index),
          contactId: step.contact,
          direction: 'in',
          text: step.text,
          at,
          status: 'delivered',
        });
        break;
      case 'call':
        incoming.begin(step, index);
        return;
      case 'note':
        notes.leave(step, index, at);
        return;
      case 'react':
        reacting.send(step.contact, step.reaction);
        break;
      case 'balance':
        events.workspace(cast.setBalance(step.value));
        break;
      case 'grant':
      case 'decline':
      case 'revoke':
        events.permission(newsOf(step, { id: identity.entry(index), at }, cast));
        break;
      case 'refuse':
        cast.refuse(step, at);
        break;
      case 'clock':
        events.channel({ clockAheadMs: cast.jump(step.by) });
        break;
      case 'channel': {
        const { at: _, do: __, ...settings } = step;
        events.channel({ settings });
        break;
      }
      case 'pause':
        events.channel({ pausedUntil: at + step.for });
        break;
      case 'request':
      case 'template':
      case 'called':
        for (const news of doneElsewhere(step, index, at, identity)) events.elsewhere(news);
        break;
      default:
        unreachable(step);
    }
    markDone(index);
  };
}

function doneElsewhere(
  step: Extract<ScenarioStep, { do: 'request' | 'template' | 'called' }>,
  index: number,
  at: number,
  identity: RunIdentity,
): readonly DoneElsewhere[] {
  const contactId = step.contact;
  switch (step.do) {
    case 'request':
      return [{ did: 'request', id: identity.entry(index), contactId, at, via: step.via }];
    case 'template': {
      const message = { id: identity.entry(index), contactId, direction: 'out', text: step.text, at } as const;
      return [{ did: 'template', message: { ...message, status: 'delivered' } }];
    }
    case 'called':
      return Array.from({ length: step.times }, (_, time) => ({
        did: 'call',
        callId: `${identity.call(index)}.${time}`,
        contactId,
        kind: 'voice',
        at,
        talkMs: step.answered ? 0 : null,
      }));
    default:
      return unreachable(step);
  }
}

function newsOf(
  step: Extract<ScenarioStep, { do: 'grant' | 'decline' | 'revoke' }>,
  about: { readonly id: string; readonly at: number },
  cast: Cast,
): PermissionNews {
  const news = { ...about, contactId: step.contact, initial: false };
  switch (step.do) {
    case 'grant': {
      const term = step.term ?? cast.find(step.contact)?.term ?? 'permanent';
      return { ...news, answer: 'granted', term, until: null, source: 'contact' };
    }
    case 'decline':
      return { ...news, answer: 'declined' };
    case 'revoke':
      return { ...news, answer: 'revoked', source: 'contact' };
    default:
      return unreachable(step);
  }
}
