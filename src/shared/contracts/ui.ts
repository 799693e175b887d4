/**
 * Boundary main ↔ ui window. The window asks once for a snapshot, then follows pushes; it may reload or die at any time.
 * Requests: `uiRequests` holds the schema of each argument, checked in main after the sender; `UiReplies` types each answer.
 * Every request answers with a Result.
 */
import { z } from 'zod';
import type { CallTally } from '../domain/answer-rate.ts';
import type { HoursAdvice } from '../domain/hours-advice.ts';
import type { Verdict } from '../domain/rules/decide.ts';
import type { CallRate } from '../domain/rules/price.ts';
import type { ErrorCode } from '../result.ts';
import type { AccountView } from './account.ts';
import { accountChange } from './account.ts';
import type { CallingState, ChannelSettings, ChannelState } from './calling.ts';
import { channelSettings } from './calling.ts';
import type { FollowUp } from './follow-up.ts';
import { followUpAct } from './follow-up.ts';
import type { CallDirection, CallKind } from './identifiers.ts';
import { callId, contactId, instant, recordingId } from './identifiers.ts';
import type {
  CallRow,
  Contact,
  ConversationRow,
  MessageStatus,
  Page,
  Presence,
  RecordingRow,
  TimelineEntry,
} from './records.ts';
import { presence } from './records.ts';
import type { SettingKey, SettingOrigin, Settings } from './settings.ts';
import { settingsChange } from './settings.ts';

const page = { before: z.string().max(400).nullable(), limit: z.int().min(1).max(200) };

export const uiRequests = {
  'session.snapshot': z.null(),
  /** The window shows its first view: what main has put off for that may begin. */
  'window.painted': z.null(),

  'call.answer': z.strictObject({ callId }),
  'call.decline': z.strictObject({ callId }),
  'call.end': z.strictObject({ callId }),
  'call.mute': z.strictObject({ callId, on: z.boolean() }),
  'call.hold': z.strictObject({ callId, on: z.boolean() }),
  'call.dtmf': z.strictObject({ callId, tones: z.string().regex(/^[0-9A-D*#,]{1,32}$/) }),
  'call.record': z.strictObject({ callId, on: z.boolean() }),
  /** `number` is E.164 or a SIP address (PBX); exactly one of the two. */
  'call.place': z
    .strictObject({
      contactId: contactId.optional(),
      number: z.string().max(200).optional(),
      kind: z.enum(['voice', 'video']),
    })
    .refine((value) => (value.contactId === undefined) !== (value.number === undefined), 'needs a contact or a number'),
  /** null: the workspace has no rules (PBX). Error: `not-found`. */
  'calling.get': z.strictObject({ contactId }),
  /** `clientId` makes a repeated request the same one. Errors: `rule`, with its refusal. */
  'permission.request': z.strictObject({ contactId, clientId: z.uuid() }),
  /** What was typed, pasted or linked to, as a number and whose it is. */
  'dial.look': z.strictObject({ text: z.string().min(1).max(300) }),
  'presence.set': z.strictObject({ presence }),
  'wrapUp.finish': z.null(),

  'inbox.page': z.strictObject(page),
  'contact.get': z.strictObject({ contactId }),
  'timeline.page': z.strictObject({ contactId, ...page }),
  /** Names, numbers and messages; newest first. */
  search: z.strictObject({ text: z.string().min(1).max(200), limit: z.int().min(1).max(100) }),
  'conversation.read': z.strictObject({ contactId }),
  /** `clientId` makes a repeated send the same message. */
  'message.send': z.strictObject({ contactId, text: z.string().trim().min(1).max(4096), clientId: z.uuid() }),

  'calls.page': z.strictObject({ tab: z.enum(['all', 'missed', 'answered', 'outgoing']), ...page }),
  'recordings.page': z.strictObject(page),
  /** Peaks of the wave form, -1…1 as 0…255 pairs a channel; empty where none were kept. */
  'recordings.peaks': z.strictObject({ recordingId }),

  'settings.set': settingsChange.refine((value) => Object.keys(value).length > 0, 'names no setting'),
  /** Level meter in the settings page: levels arrive as `levels` pushes with `callId: null`. */
  'audio.meter': z.strictObject({ on: z.boolean() }),
  'audio.testSound': z.strictObject({ device: z.enum(['speaker', 'ringer']) }),
  'notice.dismiss': z.strictObject({ id: z.string().max(200) }),

  /** Errors: `unsupported` (PBX). */
  'channel.get': z.null(),
  /** For supervisors; the gateway decides. Errors: `offline`, `forbidden`, `rule`, `invalid`, `unsupported`. */
  'channel.set': z.strictObject({ settings: channelSettings }),
  /** For supervisors; the text of the CSV file. Errors as `channel.set`; the detail of `invalid` has a line for each fault. */
  'rates.import': z.strictObject({ csv: z.string().min(1).max(500_000) }),
  /** Open ones, and what was done in the last seven days. */
  'followUps.list': z.null(),
  /** Errors: `offline`, `gone`, `not-found`, `unsupported`. */
  'followUp.act': z.strictObject({ id: callId, act: followUpAct }),
  'answerRate.get': z.null(),

  'account.get': z.null(),
  /** Answered once it is stored; then the app restarts. Errors: `managed`, `no-keyring`, `busy` while there are calls, `invalid` (its detail begins with the field). */
  'account.set': accountChange,
} as const;

export type UiRequestName = keyof typeof uiRequests;
export type UiRequestArgument<Name extends UiRequestName> = z.input<(typeof uiRequests)[Name]>;

export interface SearchHit {
  readonly contact: Contact;
  /** null: the contact's name or number matched */
  readonly message: { readonly id: string; readonly text: string; readonly at: number } | null;
}

/** Two channels (agent, contact) of signed 8-bit min/max pairs, one pair a `bucketMs`. */
export interface Peaks {
  readonly bucketMs: number;
  readonly agent: Int8Array;
  readonly contact: Int8Array;
}

export interface UiReplies {
  'session.snapshot': SessionSnapshot;
  'window.painted': null;
  'call.answer': null;
  'call.decline': null;
  'call.end': null;
  'call.mute': null;
  'call.hold': null;
  'call.dtmf': null;
  'call.record': null;
  'call.place': { readonly callId: string };
  'calling.get': CallingFacts | null;
  'permission.request': null;
  'dial.look': DialTarget;
  'presence.set': null;
  'wrapUp.finish': null;
  'inbox.page': Page<ConversationRow>;
  'contact.get': ContactDetails;
  'timeline.page': Page<TimelineEntry>;
  search: readonly SearchHit[];
  'conversation.read': null;
  'message.send': { readonly status: MessageStatus };
  'calls.page': Page<CallRow>;
  'recordings.page': Page<RecordingRow>;
  'recordings.peaks': Peaks | null;
  'settings.set': null;
  'audio.meter': null;
  'audio.testSound': null;
  'notice.dismiss': null;
  'channel.get': ChannelView;
  'channel.set': null;
  'rates.import': null;
  'followUps.list': readonly FollowUpRow[];
  'followUp.act': null;
  'answerRate.get': AnswerRateView;
  'account.get': AccountView;
  'account.set': null;
}

/** All that the rules ask about a contact: the window judges by them, with its own clock, as main does. */
export interface CallingFacts {
  readonly contactId: string;
  /** E.164; null: the contact has a username only. */
  readonly number: string | null;
  readonly channel: ChannelState;
  /** null: the gateway has told nothing of this contact, and refuses by itself what it must. */
  readonly state: CallingState | null;
  /** Price of a minute to this number; null: not known. */
  readonly rate: CallRate | null;
  /** Id of the rule profile. */
  readonly profile: string;
  /** How far the gateway's clock is ahead of this computer's. */
  readonly clockAheadMs: number;
  /** Whose conversation it is; null: nobody's. */
  readonly assignee: { readonly id: string; readonly name: string } | null;
}

export interface DialTarget {
  /** E.164, or a SIP address or extension where a PBX dials those; null: nothing that can be dialled. */
  readonly number: string | null;
  /** Why there is no number, or why none can be called. */
  readonly flaw: 'number-impossible' | 'region-unknown' | null;
  /** Who has the number; null: nobody here. */
  readonly contact: Contact | null;
}

export interface ContactDetails {
  readonly contact: Contact;
  readonly missed: number;
  /** Instant until which free-form messages may be sent; null: closed or not known (PBX). */
  readonly serviceWindowUntil: number | null;
  /** A message can be sent now; ends by itself at `serviceWindowUntil`. */
  readonly canMessage: boolean;
}

/** The channel as a supervisor sees it. Asked for again at each `channel` push. */
export interface ChannelView {
  /** null: the gateway has not told them yet. */
  readonly settings: ChannelSettings | null;
  readonly state: ChannelState;
  /** Whether calls may be switched on, and why not. */
  readonly enabling: Verdict<null>;
  /** Prices in the card in force; null: there is none. */
  readonly rates: number | null;
}

/** A follow-up with whom it is about. */
export interface FollowUpRow extends FollowUp {
  readonly name: string;
  readonly phone: string | null;
}

export interface AnswerRateView {
  /** Calendar days of `timeZone`, oldest first; the last one is today. */
  readonly days: readonly { readonly from: number; readonly tally: CallTally }[];
  /** The channel's, else this computer's. */
  readonly timeZone: string;
  readonly advice: HoursAdvice | null;
}

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
  /** Media path: `interrupted` while ICE is being restarted. */
  readonly media: 'connecting' | 'flowing' | 'interrupted';
  /** Estimated mean opinion score 1…4.5; null before there is anything to measure. */
  readonly quality: number | null;
}

/** Something the agent must be told, kept until dismissed. The ui words it by `code`. */
export const noticeCodes = [
  /** the phone window died and was started again; a call that was up is lost */
  'phone-restarted',
  /** calls that were up when the app died; params.count */
  'calls-interrupted',
  /** recordings that were cut by a crash and saved as far as written; params.count */
  'recordings-recovered',
  /** the recordings folder cannot be reached, and unfinished recordings are in it; params.count */
  'recordings-out-of-reach',
  'recording-failed',
  'recording-disk-full',
  'microphone-failed',
  'microphone-missing',
  'microphone-changed',
  'registration-refused',
  'gateway-restarted',
  'gateway-refused',
  'cache-rebuilt',
  'ledger-salvaged',
  /** the ledger cannot be written at the moment; what happens is kept in memory and written as soon as it can be */
  'storage-failing',
  'no-keyring',
  /** the keyring does not give out the account's password or token; nothing is connected */
  'secret-missing',
  /** the file of the account was damaged and put aside; the sandbox runs */
  'account-damaged',
  'call-failed',
  /** a rule refused a call that was placed; params.rule, params.contactId */
  'call-refused',
  /** the phone window could not do, after all, what was asked of a call that is up; params.callId */
  'mute-failed',
  'unmute-failed',
  'hold-failed',
  'resume-failed',
  'digits-failed',
  'call-answered-elsewhere',
  'message-failed',
  /** the contact's service window had closed before the gateway got the message */
  'message-window-closed',
  'shortcut-taken',
] as const;
export type NoticeCode = (typeof noticeCodes)[number];

export interface Notice {
  readonly id: string;
  readonly code: NoticeCode;
  readonly level: 'info' | 'warning' | 'error';
  readonly at: number;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface AudioDevice {
  readonly id: string;
  readonly label: string;
}

export type SettingView<Key extends SettingKey = SettingKey> = {
  readonly [K in Key]: { readonly value: Settings[K]; readonly origin: SettingOrigin };
};

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
    readonly recordingAutomatic: boolean;
  };
  readonly agent: { readonly name: string; readonly role: 'agent' | 'supervisor' };
  readonly connection: {
    readonly state: 'connected' | 'connecting' | 'offline';
    /** Short English cause for the tooltip; null when connected. */
    readonly reason: string | null;
    readonly since: number;
  };
  readonly presence: Presence;
  /** After-call work runs until this instant; no call rings. */
  readonly wrapUpUntil: number | null;
  readonly balance: {
    /** Exact decimal; null: unknown. */
    readonly exact: string | null;
    readonly currency: string;
    /** True only when known and below 10.00 exact. */
    readonly topUpRequired: boolean;
  };
  /** Oldest first. At most one of them is answering, dialing, ringing-out, active, held or ending. */
  readonly calls: readonly CallView[];
  readonly notices: readonly Notice[];
  readonly settings: SettingView;
  /** The locale in force (policy, setting or system). */
  readonly locale: 'en' | 'it' | 'de';
  readonly devices: {
    readonly microphones: readonly AudioDevice[];
    readonly speakers: readonly AudioDevice[];
  };
  /** Badge counts. */
  readonly unread: number;
  readonly missed: number;
  /** Open follow-ups of the team; null: nobody keeps any (PBX), and `missed` is what waits. */
  readonly followUps: number | null;
  readonly platform: 'darwin' | 'win32' | 'linux';
  readonly version: string;
}

/** Pushed from main. */
export interface UiPushes {
  session: SessionSnapshot;
  /** Rows that changed or are new: place each by `lastAt`. */
  inbox: { readonly rows: readonly ConversationRow[] };
  /** The cache was replaced: ask again for every page. */
  reset: null;
  /** What `calling.get` answers changed; null: for every contact. */
  calling: { readonly contactIds: readonly string[] | null };
  /** A link asks to dial: opens the dialog filled in, and never dials by itself. */
  dial: { readonly text: string };
  timeline: { readonly contactId: string; readonly entries: readonly TimelineEntry[] };
  calls: { readonly rows: readonly CallRow[] };
  /** Changed or new ones. */
  followUps: { readonly rows: readonly FollowUpRow[] };
  /** Settings, balance, rates or whatever else the channel is changed: ask again. */
  channel: null;
  recordings: { readonly rows: readonly RecordingRow[] };
  /** About 15 times a second while somebody talks or the meter is on. 0…1, root mean square. */
  levels: { readonly callId: string | null; readonly agent: number; readonly contact: number };
  /** A notification or the tray asks the window to show something. */
  show: { readonly view: 'inbox' | 'calls' | 'recordings' | 'settings'; readonly contactId: string | null };
}
export type UiPushName = keyof UiPushes;

/** What the preload script puts on `window.cornetta`: named functions, no channel strings, no event objects. */
export interface UiBridge {
  readonly request: <Name extends UiRequestName>(
    name: Name,
    argument: UiRequestArgument<Name>,
  ) => Promise<import('../result.ts').Result<UiReplies[Name]>>;
  /** Returns the unsubscribe function. */
  readonly on: <Name extends UiPushName>(name: Name, listener: (value: UiPushes[Name]) => void) => () => void;
}

export { recordingUrl } from './recording-url.ts';

/** Re-exported for handlers that parse instants. */
export { instant };
