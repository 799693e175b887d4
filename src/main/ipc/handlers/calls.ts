import type { RuleRefusal } from '#shared/contracts/calling.ts';
import type { Contact } from '#shared/contracts/records.ts';
import { fail, type Result, refuse } from '#shared/result.ts';
import type { Queue } from '../../queue/queue.ts';
import type { UiHandlers } from '../request-gate.ts';

export interface CallHandlersOptions {
  readonly queue: Queue;
  /** Whom a placed call goes to, and the address to dial; fails where it cannot be dialled. */
  readonly resolveTarget: (target: {
    readonly contactId?: string | undefined;
    readonly number?: string | undefined;
  }) => Promise<Result<{ readonly contact: Contact; readonly uri: string }>>;
  /** The rule that refuses a call to this contact; null: none, or nothing can be found out now and the gateway decides. */
  readonly ruleAgainst: (contactId: string) => Promise<RuleRefusal | null>;
  readonly carriesVideo: () => boolean;
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
export function callHandlers({
  queue,
  resolveTarget,
  ruleAgainst,
  carriesVideo,
}: CallHandlersOptions): Pick<UiHandlers, CallRequests> {
  return {
    'call.answer': ({ callId, camera }) => queue.command({ do: 'answer', callId, camera }),
    'call.decline': ({ callId }) => queue.command({ do: 'decline', callId }),
    'call.end': ({ callId }) => queue.command({ do: 'end', callId }),
    'call.mute': ({ callId, on }) => queue.command({ do: 'mute', callId, on }),
    'call.hold': ({ callId, on }) => queue.command({ do: 'hold', callId, on }),
    'call.dtmf': ({ callId, tones }) => queue.command({ do: 'dtmf', callId, tones }),
    'call.record': ({ callId, on }) => queue.command({ do: 'record', callId, on }),
    'call.place': async ({ contactId, number, kind }) => {
      if (kind === 'video' && !carriesVideo()) return fail('unsupported', 'this workspace has voice calls only');
      const target = await resolveTarget({ contactId, number });
      if (!target.ok) return fail(target.error.code, target.error.detail);
      const refusal = await ruleAgainst(target.value.contact.id);
      return refusal === null ? queue.place({ ...target.value, kind }) : refuse(refusal);
    },
    'presence.set': ({ presence }) => queue.command({ do: 'presence', presence }),
    'wrapUp.finish': () => queue.command({ do: 'finishWrapUp' }),
  };
}
