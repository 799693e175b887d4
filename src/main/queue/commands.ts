import type { CallKind } from '#shared/contracts/identifiers.ts';
import type { Contact, Presence } from '#shared/contracts/records.ts';
import type { Failure } from '#shared/result.ts';
import type { QueueEvent } from './queue-context.ts';
import type { QueueSettings } from './settings.ts';

/** What an agent can ask, by whatever road: ui window, notification, tray, shortcut, link. */
export type QueueCommand =
  /** `camera`: with the own picture, where it is a video call. */
  | { readonly do: 'answer'; readonly callId: string; readonly camera: boolean }
  | { readonly do: 'decline'; readonly callId: string }
  | { readonly do: 'end'; readonly callId: string }
  | { readonly do: 'mute'; readonly callId: string; readonly on: boolean }
  | { readonly do: 'hold'; readonly callId: string; readonly on: boolean }
  | { readonly do: 'dtmf'; readonly callId: string; readonly tones: string }
  | { readonly do: 'record'; readonly callId: string; readonly on: boolean }
  | { readonly do: 'presence'; readonly presence: Presence }
  | { readonly do: 'finishWrapUp' };

/** A call to place; whether the contact may be called is checked before. */
export interface PlaceRequest {
  readonly contact: Contact;
  /** SIP URI or user part (contracts/phone.ts `PlaceTarget`). */
  readonly uri: string;
  readonly kind: CallKind;
}

/** What happens to the desktop around the queue. */
export type SystemEvent =
  /** The phone window died or hung; the link has given up all its commands. */
  | { readonly type: 'phone.lost' }
  /** A phone window is there again and configured. */
  | { readonly type: 'phone.back' }
  /** The gateway came back without what it knew (another epoch, another process). */
  | { readonly type: 'gateway.restarted' }
  /** The computer woke up, or its network is another one. */
  | { readonly type: 'resume' }
  | { readonly type: 'settings'; readonly settings: QueueSettings }
  /** The cache knows more about a contact than the offer did. */
  | { readonly type: 'contact'; readonly contact: Contact }
  /** The recording cannot be kept (disk full, unwritable): recording stops, the call goes on. */
  | { readonly type: 'recording.failed'; readonly recordingId: string; readonly error: Failure };

/** The machine's event for a command. */
export function toEvent(command: QueueCommand): QueueEvent {
  switch (command.do) {
    case 'answer':
      return { type: 'agent.answer', callId: command.callId, camera: command.camera };
    case 'decline':
      return { type: 'agent.request', callId: command.callId, request: { type: 'agent.decline' } };
    case 'end':
      return { type: 'agent.request', callId: command.callId, request: { type: 'agent.end' } };
    case 'mute':
      return { type: 'agent.request', callId: command.callId, request: { type: 'agent.mute', on: command.on } };
    case 'hold':
      return { type: 'agent.request', callId: command.callId, request: { type: 'agent.hold', on: command.on } };
    case 'dtmf':
      return { type: 'agent.request', callId: command.callId, request: { type: 'agent.dtmf', tones: command.tones } };
    case 'record':
      return { type: 'agent.request', callId: command.callId, request: { type: 'agent.record', on: command.on } };
    case 'presence':
      return { type: 'agent.presence', presence: command.presence };
    case 'finishWrapUp':
      return { type: 'agent.finishWrapUp' };
  }
}
