/**
 * Boundary main ↔ phone window, over one MessagePort that main hands to the window after it loaded.
 * Main commands; the phone reports. A command carries an id and is answered exactly once by `command.done`.
 * Call ids: from the gateway's `X-Cornetta-Call-Id` header; where that is absent (PBX) the phone window makes a UUID.
 */
import { z } from 'zod';
import { errorCodes } from '../result.ts';
import { callId, callKind, recordingId } from './identifiers.ts';
import { noteId } from './note.ts';
import type { IceServer } from './policy.ts';
import { type Reaction, reaction } from './reaction.ts';

export const phoneProtocolVersion = 2;

/** SIP header names between gateway and phone window. */
export const sipHeaders = {
  callId: 'X-Cornetta-Call-Id',
  contactId: 'X-Cornetta-Contact-Id',
  /** RFC 8187-free: percent-encoded UTF-8 name. */
  contactName: 'X-Cornetta-Contact-Name',
  kind: 'X-Cornetta-Call-Kind',
} as const;

export interface PhoneAccount {
  readonly mode: 'gateway' | 'pbx';
  /** WebSocket address. In gateway mode each connection asks main for a fresh ticket and gets the whole address then. */
  readonly server: string;
  readonly uri: string;
  readonly displayName: string;
  readonly username: string | null;
  readonly password: string | null;
  /** Stable over restarts, so that a registrar replaces the old binding. */
  readonly instanceId: string;
  readonly iceServers: readonly IceServer[];
  /** The provider carries pictures; else every offer of one is answered without. */
  readonly video: boolean;
}

export interface PhoneDevices {
  readonly microphone: string | null;
  readonly speaker: string | null;
  readonly ringer: string | null;
  readonly ringVolume: number;
  readonly camera: string | null;
}

/** Where a placed call goes. */
export interface PlaceTarget {
  /** SIP URI or user part; in gateway mode the contact's id is percent-encoded in the user part. */
  readonly uri: string;
  readonly contactId: string | null;
}

export type PhoneCommand =
  /** Starts, or restarts with another account. Repeating the same account changes nothing. */
  | { readonly do: 'configure'; readonly account: PhoneAccount; readonly devices: PhoneDevices }
  | { readonly do: 'devices'; readonly devices: PhoneDevices }
  /** `camera`: with the own picture; without effect in a voice call. A camera that cannot be had does not keep a call from being answered: see `call.pictures`. */
  | { readonly do: 'answer'; readonly callId: string; readonly camera: boolean }
  /** 603 by default: `busy` sends 486. */
  | { readonly do: 'decline'; readonly callId: string; readonly busy: boolean }
  | { readonly do: 'hangup'; readonly callId: string }
  | {
      readonly do: 'place';
      readonly callId: string;
      readonly target: PlaceTarget;
      readonly kind: 'voice' | 'video';
      readonly camera: boolean;
    }
  /** Own picture on or off. Errors: `gone`, `unsupported` (no video call), `camera`. */
  | { readonly do: 'camera'; readonly callId: string; readonly on: boolean }
  /** Errors: `gone`, `offline`, `unsupported` where the far end takes none. */
  | { readonly do: 'react'; readonly callId: string; readonly reaction: Reaction }
  /** The camera for the settings page, without a call. Errors: `camera`. */
  | { readonly do: 'preview'; readonly on: boolean }
  | { readonly do: 'mute'; readonly callId: string; readonly on: boolean }
  | { readonly do: 'hold'; readonly callId: string; readonly on: boolean }
  | { readonly do: 'dtmf'; readonly callId: string; readonly tones: string }
  | { readonly do: 'record'; readonly callId: string; readonly recordingId: string }
  | { readonly do: 'stopRecord'; readonly recordingId: string }
  /** Records a note; stops by itself at the limit. Chunks come as `note.chunk`. */
  | { readonly do: 'note.record'; readonly noteId: string; readonly kind: 'voice' | 'video'; readonly limitMs: number }
  | { readonly do: 'note.stop'; readonly noteId: string }
  /** Also one that waits for its devices. Nothing more is reported of it. */
  | { readonly do: 'note.discard'; readonly noteId: string }
  /** `waiting`: a quiet double beep in the call's speaker instead of ringing. */
  | { readonly do: 'ring'; readonly tone: 'incoming' | 'waiting' | 'ringback' | 'none' }
  | { readonly do: 'meter'; readonly on: boolean }
  | { readonly do: 'testSound'; readonly device: 'speaker' | 'ringer' }
  /** After sleep or a change of network: check the socket at once, re-register, restart ICE where a call is up. */
  | { readonly do: 'reconnect' }
  /** Answer to `ticket.wanted`. null: none can be had now. */
  | { readonly do: 'ticket'; readonly requestId: string; readonly url: string | null }
  | { readonly do: 'shutdown' };

export type MainToPhone =
  | { readonly type: 'command'; readonly id: number; readonly command: PhoneCommand }
  /** The chunk is on disk (synced): the phone may forget it. */
  | { readonly type: 'chunk.stored'; readonly recordingId: string; readonly sequence: number }
  | { readonly type: 'ping'; readonly id: number };

const failure = z.object({ code: z.enum(errorCodes), detail: z.string().max(2000).optional() });
const bytes = z.instanceof(Uint8Array).refine((value) => value.byteLength <= 8_388_608, 'is larger than 8 MiB');
const level = z.number().min(0).max(1);

/** What the phone window may say; main checks each message against this. */
export const phoneToMain = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), version: z.literal(phoneProtocolVersion) }),
  z.object({ type: z.literal('pong'), id: z.int() }),
  z.object({
    type: z.literal('command.done'),
    id: z.int(),
    /** null: done */
    error: failure.nullable(),
  }),
  z.object({ type: z.literal('ticket.wanted'), requestId: z.string().max(64) }),
  z.object({
    type: z.literal('registration'),
    state: z.enum(['connecting', 'registered', 'unregistered', 'refused']),
    /** SIP cause or socket close reason; null when registered. */
    cause: z.string().max(300).nullable(),
  }),
  z.object({
    type: z.literal('call.offered'),
    callId,
    /** null where the far end is no gateway */
    contactId: z.string().max(256).nullable(),
    name: z.string().max(200).nullable(),
    /** User part or whole address of From. */
    address: z.string().max(300),
    kind: callKind,
  }),
  z.object({ type: z.literal('call.ringing'), callId }),
  /** Answered at SIP level (either side). */
  z.object({ type: z.literal('call.accepted'), callId }),
  z.object({ type: z.literal('call.media'), callId, state: z.enum(['flowing', 'interrupted']) }),
  z.object({ type: z.literal('call.held'), callId, by: z.enum(['local', 'remote']), on: z.boolean() }),
  z.object({ type: z.literal('call.muted'), callId, on: z.boolean() }),
  /** Of a video call, at each change. `failed`: the camera was wanted and cannot be had. */
  z.object({
    type: z.literal('call.pictures'),
    callId,
    own: z.enum(['off', 'starting', 'on', 'failed']),
    contact: z.boolean(),
  }),
  /** The far end takes reactions. */
  z.object({ type: z.literal('call.takesReactions'), callId }),
  z.object({ type: z.literal('call.reaction'), callId, reaction }),
  z.object({
    type: z.literal('call.ended'),
    callId,
    by: z.enum(['local', 'remote', 'system']),
    /**
     * `elsewhere`: CANCEL or BYE with Reason cause 200 (SIP) or 26 (Q.850); `cancelled`: the caller gave up;
     * `declined`/`busy`/`no-answer`/`unreachable`: how the far end refused our call.
     */
    cause: z.enum([
      'hangup',
      'elsewhere',
      'cancelled',
      'declined',
      'busy',
      'no-answer',
      'unreachable',
      'refused',
      'media',
      'connection',
      'internal',
    ]),
    /** SIP status where there was one. */
    status: z.int().nullable(),
    reason: z.string().max(300).nullable(),
  }),
  z.object({
    type: z.literal('call.quality'),
    callId,
    /** Mean opinion score by the E-model, 1…4.5. */
    mos: z.number().min(1).max(4.5),
    lossRatio: z.number().min(0).max(1),
    jitterMs: z.number().nonnegative(),
    roundTripMs: z.number().nonnegative().nullable(),
  }),
  z.object({ type: z.literal('levels'), callId: callId.nullable(), agent: level, contact: level }),
  z.object({ type: z.literal('record.started'), recordingId, mimeType: z.string().max(100) }),
  z.object({
    type: z.literal('record.chunk'),
    recordingId,
    /** From 0, without gaps; a repeated number is a repeated chunk. */
    sequence: z.int().nonnegative(),
    data: bytes,
    /** Signed 8-bit min/max pairs since the last chunk, one pair each 50 ms, for each channel. */
    peaksAgent: z.instanceof(Int8Array),
    peaksContact: z.instanceof(Int8Array),
  }),
  /** All chunks were sent. */
  z.object({ type: z.literal('record.stopped'), recordingId, chunks: z.int().nonnegative() }),
  z.object({ type: z.literal('record.failed'), recordingId, error: failure }),
  /** The first sample was taken. */
  z.object({ type: z.literal('note.started'), noteId, mimeType: z.string().max(100) }),
  /** `sequence` from 0, without gaps. Main keeps them in memory: a note is written encrypted only. */
  z.object({ type: z.literal('note.chunk'), noteId, sequence: z.int().nonnegative(), data: bytes }),
  /** All chunks were sent; `peaks` as in contracts/note.ts. */
  z.object({
    type: z.literal('note.stopped'),
    noteId,
    chunks: z.int().nonnegative(),
    durationMs: z.int().nonnegative(),
    peaks: z.instanceof(Uint8Array),
  }),
  z.object({ type: z.literal('note.failed'), noteId, error: failure }),
  z.object({
    type: z.literal('devices'),
    microphones: z.array(z.object({ id: z.string().max(512), label: z.string().max(500) })).max(200),
    speakers: z.array(z.object({ id: z.string().max(512), label: z.string().max(500) })).max(200),
    cameras: z.array(z.object({ id: z.string().max(512), label: z.string().max(500) })).max(200),
  }),
  z.object({
    type: z.literal('device.problem'),
    problem: z.enum(['microphone-missing', 'microphone-failed', 'microphone-changed']),
    label: z.string().max(500).nullable(),
  }),
  z.object({ type: z.literal('log'), level: z.enum(['info', 'warn', 'error']), text: z.string().max(4000) }),
]);

export type PhoneToMain = z.infer<typeof phoneToMain>;
export type PhoneEvent<Type extends PhoneToMain['type']> = Extract<PhoneToMain, { type: Type }>;

/** Width of one pair of peaks. */
export const peakBucketMs = 50;

/** What the phone preload puts on `window.phoneLink`. */
export interface PhoneBridge {
  readonly send: (message: PhoneToMain) => void;
  /** Called for each message of main; messages that came before the listener are kept and delivered first. */
  readonly listen: (listener: (message: MainToPhone) => void) => void;
}
