/** Why an agent's wish cannot be done now; null where it can. The queue machine's guards are these functions. */
import { unreachable } from '#shared/never.ts';
import { type Failure, fail } from '#shared/result.ts';
import type { CallRequest } from './call-context.ts';
import { isAnswerable, phaseOf } from './call-machine.ts';
import { recall } from './memory.ts';
import type { QueueContext } from './queue-context.ts';

const refusal = (code: Failure['code'], detail: string): Failure => fail(code, detail).error;

/** `gone` for a call that was here, `not-found` for one that never was. */
function absent(context: QueueContext, callId: string): Failure {
  return recall(context.ended, callId) === undefined && recall(context.settled, callId) === undefined
    ? refusal('not-found', 'no such call')
    : refusal('gone', 'the call is over');
}

/** `busy` by whatever road the Answer comes, also for the call that is being answered already. */
export function answerRefusal(context: QueueContext, callId: string): Failure | null {
  const call = context.calls.get(callId);
  if (call === undefined) return absent(context, callId);
  if (context.holder !== null) return refusal('busy', 'another call is active');
  return isAnswerable(call.getSnapshot()) ? null : refusal('offline', 'the connection of this call is gone');
}

export function placeRefusal(context: QueueContext, callId: string): Failure | null {
  if (context.holder !== null) return refusal('busy', 'another call is active');
  if (!context.registered) return refusal('offline', 'the phone is not registered');
  return context.calls.has(callId) || recall(context.ended, callId) !== undefined
    ? refusal('invalid', 'callId: in use')
    : null;
}

export function requestRefusal(context: QueueContext, callId: string, request: CallRequest): Failure | null {
  const call = context.calls.get(callId);
  const phase = call === undefined ? null : phaseOf(call.getSnapshot());
  if (phase === null) return absent(context, callId);
  const isUp = phase === 'active' || phase === 'held';
  switch (request.type) {
    case 'agent.decline':
      return phase === 'ringing' ? null : refusal('gone', 'the call does not ring any more');
    case 'agent.end':
      return null;
    case 'agent.mute':
    case 'agent.dtmf':
      return isUp ? null : refusal('gone', 'the call is not up');
    case 'agent.hold':
      if (!isUp) return refusal('gone', 'the call is not up');
      // JsSIP ends a call whose re-INVITE meets a closed socket.
      return context.connected ? null : refusal('offline', 'hold needs the connection');
    case 'agent.record':
      if (!isUp) return refusal('gone', 'the call is not up');
      return !request.on || context.settings.recording.allowed
        ? null
        : refusal('recording-disabled', 'recording is switched off');
    default:
      return unreachable(request);
  }
}
