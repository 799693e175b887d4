/** What an agent is told about a call beside its phase. */

import type { Notice } from '#shared/contracts/notices.ts';
import type { PhoneCommand } from '#shared/contracts/phone.ts';
import type { CallView } from '#shared/contracts/session.ts';
import { type RuleReason, readRuleReason } from '#shared/domain/rules/rule-reason.ts';
import type { Failure } from '#shared/result.ts';
import type { CallContext } from './call-context.ts';
import type { Verdict } from './call-verdict.ts';
import type { QueueNotice } from './effects.ts';

type Draft = Pick<QueueNotice, 'code' | 'level' | 'params'>;

const notice = ({ call, environment }: CallContext, draft: Draft): QueueNotice => ({
  ...draft,
  id: `${call.id}/${draft.code}`,
  at: environment.now(),
});

/** Answering or placing failed on this desktop. */
export function failureNotice(context: CallContext, error: Failure): QueueNotice {
  const { name } = context.call;
  return error.code === 'microphone'
    ? notice(context, { code: 'microphone-failed', level: 'error', params: { name } })
    : notice(context, { code: 'call-failed', level: 'error', params: { name, reason: error.code } });
}

export function recordingNotice(context: CallContext, error: Failure): QueueNotice {
  return notice(context, {
    code: error.code === 'disk-full' ? 'recording-disk-full' : 'recording-failed',
    level: 'error',
    params: { name: context.call.name },
  });
}

/**
 * What a call's end itself has to say; null for an end that the lists show well enough. A colleague's quicker hand is told
 * only to an agent who had pressed Answer.
 */
export function endNotice(context: CallContext, verdict: Verdict): QueueNotice | null {
  const { name } = context.call;
  const isPlaced = verdict.outcome !== 'refused' && verdict.outcome !== 'failed';
  const refused = isPlaced ? null : readRuleReason(verdict.reason);
  if (refused !== null) return refusedNotice(context, refused);
  if (verdict.outcome === 'failed') {
    const code = verdict.reason === 'microphone' ? 'microphone-failed' : 'call-failed';
    return notice(context, { code, level: 'error', params: { name, reason: verdict.reason ?? '' } });
  }
  if (verdict.outcome === 'answered-elsewhere' && context.attempt > 0)
    return notice(context, {
      code: 'call-answered-elsewhere',
      level: 'info',
      params: { name, agent: verdict.reason ?? '' },
    });
  return null;
}

/** Why a call was not placed and, where the gateway said so, when it can be. */
function refusedNotice(context: CallContext, { rule, code, againIn }: RuleReason): QueueNotice {
  const { name, contactId } = context.call;
  const params = {
    name,
    contactId,
    rule,
    ...(code === null ? {} : { code }),
    ...(againIn === null ? {} : { againAt: context.environment.now() + againIn * 1000 }),
  };
  return notice(context, { code: 'call-refused', level: 'warning', params });
}

type ControlCode = 'mute-failed' | 'unmute-failed' | 'hold-failed' | 'resume-failed' | 'digits-failed';

/** null: a command with a state of its own to show that it failed. */
function controlCode(command: PhoneCommand): ControlCode | null {
  switch (command.do) {
    case 'mute':
      return command.on ? 'mute-failed' : 'unmute-failed';
    case 'hold':
      return command.on ? 'hold-failed' : 'resume-failed';
    case 'dtmf':
      return 'digits-failed';
    default:
      return null;
  }
}

/** Main said yes to mute, hold or digits, and the phone window could not do it. null: another command failed. */
export function controlNotice(context: CallContext, command: PhoneCommand): QueueNotice | null {
  const code = controlCode(command);
  const level = code === 'mute-failed' ? 'error' : 'warning';
  return code === null ? null : notice(context, { code, level, params: { callId: context.call.id } });
}

/** What a {@link controlNotice} says is no longer so: it was done after all, or the call is over. */
export function isOutdated({ code, params }: Pick<Notice, 'code' | 'params'>, calls: readonly CallView[]): boolean {
  const call = calls.find(({ id }) => id === params.callId);
  switch (code) {
    case 'mute-failed':
      return call?.muted !== false;
    case 'unmute-failed':
      return call?.muted !== true;
    case 'hold-failed':
      return call?.phase !== 'active';
    case 'resume-failed':
      return call?.phase !== 'held';
    case 'digits-failed':
      return call === undefined;
    default:
      return false;
  }
}
