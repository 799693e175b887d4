import type { CallTally } from '../domain/answer-rate.ts';
import type { HoursAdvice } from '../domain/hours-advice.ts';
import type { Verdict } from '../domain/rules/decide.ts';
import type { OpenUntil } from '../domain/rules/evaluate-incoming.ts';
import type { CallRate } from '../domain/rules/price.ts';
import type { AccountView } from './account.ts';
import type { CallingState, ChannelSettings, ChannelState } from './calling.ts';
import type { FollowUp } from './follow-up.ts';
import type { CallRow, Contact, ConversationRow, MessageStatus, Page, RecordingRow, TimelineEntry } from './records.ts';
import type { SessionSnapshot } from './session.ts';
import type { TranscriptsView } from './transcripts.ts';

export interface SearchHit {
  readonly contact: Contact;
  /** With `note: null`, too: the contact's name or number matched. */
  readonly message: { readonly id: string; readonly text: string; readonly at: number } | null;
  /** A note whose transcript matched: what is said there, and where in the note; `fromMs: null`: not known. */
  readonly note: {
    readonly id: string;
    readonly text: string;
    readonly at: number;
    readonly fromMs: number | null;
  } | null;
}

/** Two channels (agent, contact) of signed 8-bit min/max pairs, one pair a `bucketMs`. */
export interface Peaks {
  readonly bucketMs: number;
  readonly agent: Int8Array;
  readonly contact: Int8Array;
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
  /** Instant until which free-form messages may be sent; null: closed or not known (PBX). */
  readonly serviceWindowUntil: number | null;
  /** A message can be sent now; ends by itself at `serviceWindowUntil`. */
  readonly canMessage: boolean;
  /** How far the gateway's clock, by which the window ends, is ahead of this computer's. Asked for again at each `calling` push. */
  readonly clockAheadMs: number;
}

/** The channel as a supervisor sees it. Asked for again at each `channel` push. */
export interface ChannelView {
  /** null: the gateway has not told them yet. */
  readonly settings: ChannelSettings | null;
  readonly state: ChannelState;
  /** Whether calls may be switched on, and why not. */
  readonly enabling: Verdict<null>;
  /** Whether calls of contacts ring when they come now, and when again. */
  readonly incoming: Verdict<OpenUntil>;
  /** How far the clock by which that holds is ahead of this computer's: see {@link CallingFacts}. */
  readonly clockAheadMs: number;
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

/** Where a note plays from; see contracts/note-url.ts. */
export interface NoteMedia {
  readonly url: string;
  readonly mimeType: string;
  readonly durationMs: number;
}

/** A text that the agent may take, change and send. */
export interface NoteReply {
  readonly id: string;
  readonly text: string;
}

export interface NotesStorage {
  readonly bytes: number;
  readonly count: number;
  /** null: no limit is set. */
  readonly keepDays: number | null;
  readonly keepBytes: number | null;
}

/** What main answers to each of `uiRequests`, inside a Result. */
export interface UiReplies {
  'session.snapshot': SessionSnapshot;
  'window.painted': null;
  'call.answer': null;
  'call.decline': null;
  'call.end': null;
  'call.mute': null;
  'call.camera': null;
  'call.react': null;
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
  'note.record': { readonly noteId: string };
  'note.stop': null;
  'note.discard': null;
  'note.send': null;
  'note.dismissPrompt': null;
  'note.open': NoteMedia;
  'note.played': null;
  'note.replies': readonly NoteReply[];
  'notes.storage': NotesStorage;
  'transcripts.get': TranscriptsView;
  'transcripts.chooseModel': null;
  'calls.page': Page<CallRow>;
  'recordings.page': Page<RecordingRow>;
  'recordings.peaks': Peaks | null;
  'settings.set': null;
  'audio.meter': null;
  'camera.preview': null;
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
