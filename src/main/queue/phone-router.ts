import type { PhoneEvent, PhoneToMain } from '#shared/contracts/phone.ts';
import type { CallEvent } from './call-context.ts';
import type { QueueContext, QueueEvent } from './queue-context.ts';

export interface Roads {
  readonly calls: () => QueueContext['calls'];
  readonly queue: (event: QueueEvent) => void;
  readonly offer: (offer: PhoneEvent<'call.offered'>) => void;
}

/**
 * Brings each message of the phone window to the call it is about. The queue machine gets what concerns all calls, and what
 * concerns none that it has: new offers, answers that come too late. Other late news of calls that are over is dropped.
 */
export function routePhoneMessage(message: PhoneToMain, { calls, queue, offer }: Roads): void {
  switch (message.type) {
    case 'call.offered':
      if (!tell(calls(), message.callId, message)) offer(message);
      return;
    case 'call.accepted':
      if (!tell(calls(), message.callId, message)) queue(message);
      return;
    case 'call.ringing':
    case 'call.media':
    case 'call.held':
    case 'call.muted':
    case 'call.ended':
    case 'call.quality':
    case 'call.pictures':
    case 'call.takesReactions':
      tell(calls(), message.callId, message);
      return;
    case 'record.started':
      if (!tell(calls(), recordedCall(calls(), message.recordingId), message)) queue(message);
      return;
    case 'record.stopped':
    case 'record.failed':
      tell(calls(), recordedCall(calls(), message.recordingId), message);
      return;
    case 'registration':
      queue(message);
      return;
    // The link's and the recordings' matters.
    case 'ready':
    case 'pong':
    case 'command.done':
    case 'ticket.wanted':
    case 'levels':
    case 'call.reaction':
    case 'record.chunk':
    case 'devices':
    case 'device.problem':
    case 'log':
      return;
  }
}

/** False where there is no such call. */
export function tell(calls: QueueContext['calls'], callId: string | null, event: CallEvent): boolean {
  const call = callId === null ? undefined : calls.get(callId);
  call?.send(event);
  return call !== undefined;
}

/** The call whose newest recording this is. */
function recordedCall(calls: QueueContext['calls'], recordingId: string): string | null {
  for (const [callId, call] of calls) if (call.getSnapshot().context.recording.id === recordingId) return callId;
  return null;
}
