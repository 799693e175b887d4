import type { ErrorCode } from '../result.ts';
import type { CallDirection, CallKind } from './identifiers.ts';
import type { Notice } from './notices.ts';
import type { Presence } from './records.ts';
import type { SettingKey, SettingOrigin, Settings } from './settings.ts';

/** Where a call stands, as the machine in main says. Ended calls leave the session. */
export type CallPhase =
  /** a contact calls us; can be answered unless `refusal` is set */
  | 'ringing'
  /** the agent said Answer; microphone and media are being prepared */
  | 'answering'
  /** our INVITE is on its way */
  | 'dialing'
  /** the contact's phone rings */
  | 'ringing-out'
  | 'active'
  | 'held'
  | 'ending';

export type RecordingView = 'off' | 'starting' | 'on' | 'stopping' | 'unavailable' | 'failed';

export interface CallView {
  readonly id: string;
  readonly contactId: string;
  readonly name: string;
  readonly phone: string | null;
  readonly kind: CallKind;
  readonly direction: CallDirection;
  readonly phase: CallPhase;
  /** When it was offered or placed. */
  readonly startedAt: number;
  /** When both sides were connected; the duration timer starts here. */
  readonly answeredAt: number | null;
  /** Why it cannot be answered now; only for `ringing`. */
  readonly refusal: ErrorCode | null;
  readonly muted: boolean;
  readonly recording: RecordingView;
  /** null: a voice call. `failed`: the camera cannot be had; the call goes on without. */
  readonly pictures: { readonly own: 'off' | 'starting' | 'on' | 'failed'; readonly contact: boolean } | null;
  /** The far end takes reactions. */
  readonly reactions: boolean;
  /** Media path: `interrupted` while ICE is being restarted. */
  readonly media: 'connecting' | 'flowing' | 'interrupted';
  /** Estimated mean opinion score 1…4.5; null before there is anything to measure. */
  readonly quality: number | null;
}

export interface AudioDevice {
  readonly id: string;
  readonly label: string;
}

export type SettingView<Key extends SettingKey = SettingKey> = {
  readonly [K in Key]: { readonly value: Settings[K]; readonly origin: SettingOrigin };
};

/** A call of ours that was not answered, until the agent cancels, calls again, or has left a note. */
export interface UnansweredView {
  readonly callId: string;
  readonly contactId: string;
  readonly name: string;
  readonly kind: CallKind;
  readonly why: 'no-answer' | 'declined' | 'busy' | 'unreachable';
  readonly at: number;
  /** What speaks against leaving a note now; null: nothing. */
  readonly refusal: ErrorCode | null;
}

/** The note that is being made. At most one at a time. */
export interface NoteInProgress {
  readonly noteId: string;
  readonly callId: string;
  readonly contactId: string;
  readonly kind: CallKind;
  /** `waiting`: the device is not ready yet, nothing is recorded; `draft`: to be listened to, sent, retaken or discarded. */
  readonly phase: 'waiting' | 'recording' | 'stopping' | 'draft';
  /** When the first sample was taken; null before. */
  readonly startedAt: number | null;
  readonly limitMs: number;
  /** Of a draft. */
  readonly durationMs: number | null;
  /** Of a draft: loudness along it, as in contracts/note.ts. */
  readonly peaks: string | null;
}

/** Everything small that the window shows all the time. Sent whole at each change: a few kilobytes. */
export interface SessionSnapshot {
  /** Grows by one with each change; a push with a lower one is late and must be ignored. */
  readonly revision: number;
  readonly workspace: {
    readonly mode: 'sandbox' | 'gateway' | 'pbx';
    readonly name: string;
    readonly number: string | null;
    /** Recording is allowed for this workspace and by policy. */
    readonly recording: boolean;
    /** What the provider carries besides voice. */
    readonly video: boolean;
    readonly notes: boolean;
    readonly recordingAutomatic: boolean;
  };
  /** `id` as a gateway knows the agent, since two of a team may have one name; null: no gateway has said it. */
  readonly agent: { readonly id: string | null; readonly name: string; readonly role: 'agent' | 'supervisor' };
  readonly connection: {
    readonly state: 'connected' | 'connecting' | 'offline';
    /** Short English cause for the tooltip; null when connected. */
    readonly reason: string | null;
    readonly since: number;
    /** The gateway's own part is connected, whatever calls lack: messages and notes go. */
    readonly gateway: boolean;
  };
  readonly presence: Presence;
  /** After-call work runs until this instant; no call rings. */
  readonly wrapUpUntil: number | null;
  readonly balance: {
    /** Exact decimal; null: unknown. */
    readonly exact: string | null;
    readonly currency: string;
    /** True only when known and below `minimum`, exactly. */
    readonly topUpRequired: boolean;
    /** What the rules in force ask for, exact decimal; null: no rules (PBX, or no gateway was heard yet). */
    readonly minimum: string | null;
  };
  /** Oldest first. At most one of them is answering, dialing, ringing-out, active, held or ending. */
  readonly calls: readonly CallView[];
  readonly unanswered: UnansweredView | null;
  readonly note: NoteInProgress | null;
  readonly notices: readonly Notice[];
  readonly settings: SettingView;
  /** The locale in force (policy, setting or system). */
  readonly locale: 'en' | 'it' | 'de';
  readonly devices: {
    readonly microphones: readonly AudioDevice[];
    readonly speakers: readonly AudioDevice[];
    readonly cameras: readonly AudioDevice[];
  };
  /** Badge counts. */
  readonly unread: number;
  readonly missed: number;
  readonly unplayed: number;
  /** Open follow-ups of the team; null: nobody keeps any (PBX), and `missed` is what waits. */
  readonly followUps: number | null;
  readonly platform: 'darwin' | 'win32' | 'linux';
  readonly version: string;
}
