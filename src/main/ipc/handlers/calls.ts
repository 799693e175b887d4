import type { Contact } from '#shared/contracts/records.ts';
import { fail, type Result } from '#shared/result.ts';
import type { Queue } from '../../queue/queue.ts';
import type { UiHandlers } from '../request-gate.ts';

export interface CallHandlersOptions {
  readonly queue: Queue;
  /** Whom a placed call goes to, and the address to dial; fails where it cannot be dialled. */
  readonly resolveTarget: (target: {
    readonly contactId?: string | undefined;
    readonly number?: string | undefined;
  }) => Promise<Result<{ readonly contact: Contact; readonly uri: string }>>;
}

type CallRequests =
  | 'call.answer'
  | 'call.decline'
  | 'call.end'
  | 'call.mute'
  | 'call.hold'
  | 'call.dtmf'
  | 'call.record'
  | 'call.place'
  | 'presence.set'
  | 'wrapUp.finish';

/** What an agent does with calls; the queue decides whether it can be done. */
export function callHandlers({ queue, resolveTarget }: CallHandlersOptions): Pick<UiHandlers, CallRequests> {
  return {
    'call.answer': ({ callId }) => queue.command({ do: 'answer', callId }),
    'call.decline': ({ callId }) => queue.command({ do: 'decline', callId }),
    'call.end': ({ callId }) => queue.command({ do: 'end', callId }),
    'call.mute': ({ callId, on }) => queue.command({ do: 'mute', callId, on }),
    'call.hold': ({ callId, on }) => queue.command({ do: 'hold', callId, on }),
    'call.dtmf': ({ callId, tones }) => queue.command({ do: 'dtmf', callId, tones }),
    'call.record': ({ callId, on }) => queue.command({ do: 'record', callId, on }),
    'call.place': async ({ contactId, number, kind }) => {
      const target = await resolveTarget({ contactId, number });
      return target.ok ? queue.place({ ...target.value, kind }) : fail(target.error.code, target.error.detail);
    },
    'presence.set': ({ presence }) => queue.command({ do: 'presence', presence }),
    'wrapUp.finish': () => queue.command({ do: 'finishWrapUp' }),
  };
}
