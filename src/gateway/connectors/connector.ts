import type { ContactState, WorkspaceState } from '#shared/contracts/agent.ts';
import type { ChannelSettings } from '#shared/contracts/calling.ts';
import type { CallKind } from '#shared/contracts/identifiers.ts';
import type { Note, NoteTranscript } from '#shared/contracts/note.ts';
import type { Reaction } from '#shared/contracts/reaction.ts';
import type { ContactEvent, Message } from '#shared/contracts/records.ts';
import type { RateCard } from '#shared/domain/rules/rate-card.ts';
import type { Result } from '#shared/result.ts';

/** A contact calls the business. The offer is the contact's whole SDP, candidates included. */
export interface IncomingCall {
  readonly callId: string;
  readonly contactId: string;
  readonly contactName: string;
  /** E.164, or null where the contact has only a username. */
  readonly contactPhone: string | null;
  readonly kind: CallKind;
  readonly offerSdp: string;
}

/** What a contact says about being called. Told again with the same `id`, it is the same answer. */
export type PermissionNews = {
  readonly id: string;
  readonly contactId: string;
  /** The provider's own time. */
  readonly at: number;
  /** How things stood when we came to know the contact: no line in the conversation. */
  readonly initial: boolean;
} & (
  | {
      readonly answer: 'granted';
      readonly term: 'permanent' | 'temporary';
      /** End of a temporary one; null: not said. */
      readonly until: number | null;
      readonly source: 'contact' | 'automatic';
    }
  | { readonly answer: 'declined' }
  | { readonly answer: 'revoked'; readonly source: 'contact' | 'automatic' }
);

/**
 * What the business did without this gateway, from another system or before there was one: the provider counts it, so it counts here.
 * Told again with the same id, it is the same.
 */
export type DoneElsewhere =
  | {
      readonly did: 'request';
      readonly id: string;
      readonly contactId: string;
      /** The provider's own time, here and below. */
      readonly at: number;
      readonly via: 'message' | 'template';
    }
  | { readonly did: 'template'; readonly message: Message }
  | {
      readonly did: 'call';
      readonly callId: string;
      readonly contactId: string;
      readonly kind: CallKind;
      readonly at: number;
      /** null: nobody answered. */
      readonly talkMs: number | null;
    };

/** What is new of a channel; what is absent stays as it is. */
export interface ChannelChange {
  readonly settings?: Partial<ChannelSettings>;
  /** Business-initiated conversations in 24 hours; null: not known. */
  readonly messagingLimit?: number | null;
  /** The provider has paused calls until then. */
  readonly pausedUntil?: number | null;
  /** How far the clock of the rules is ahead of the world's. */
  readonly clockAheadMs?: number;
}

/** The provider does not do what it was asked, by a rule of its own. */
export interface ProviderRefusal {
  /** Its error code (domain/rules/provider-errors.ts). */
  readonly code: number;
  /** When it lifts, by the clock of the rules; null: not said. */
  readonly until: number | null;
}

/** A note that a contact left, as the provider describes it. What it does not say, or says wrongly, its media tells. */
export interface LeftNote {
  /** The provider's; the same id again is the same note. */
  readonly id: string;
  readonly contactId: string;
  /** The call that nobody answered; it need not be known here. */
  readonly callId: string;
  readonly kind: CallKind;
  /** The provider's own time. */
  readonly at: number;
  /** null: not said */
  readonly durationMs: number | null;
  readonly mimeType: string | null;
  /** Lower-case hex. */
  readonly sha256: string | null;
  /** As in contracts/note.ts. */
  readonly peaks: string | null;
  readonly transcript: Pick<NoteTranscript, 'text' | 'language' | 'segments'> | null;
}

/** What a connector tells the gateway. Every function may be called at any time after `start`. */
export interface ConnectorEvents {
  incomingCall(call: IncomingCall): void;
  /** The contact ended the call: before the answer it gave up, after the answer it hung up. */
  callEnded(callId: string, cause: 'hangup' | 'failed'): void;
  /** A business-initiated call: the contact's phone rings; then it answers, declines or does not answer. */
  outgoingRinging(callId: string): void;
  outgoingAnswered(callId: string, answerSdp: string): void;
  outgoingRefused(callId: string, cause: 'declined' | 'no-answer' | 'unreachable'): void;
  /** In a call that is up; without effect where the agent's phone takes none. */
  reaction(callId: string, reaction: Reaction): void;
  workspace(workspace: WorkspaceState): void;
  /** `serviceWindowUntil` as far as the provider says it; null: it does not. */
  contact(state: ContactState): void;
  message(message: Message): void;
  messageStatus(messageId: string, contactId: string, status: Message['status']): void;
  contactEvent(event: ContactEvent): void;
  /**
   * A contact left a note; its media comes with it, or null where the provider has it no more. Resolves with ok once all of it is on disk,
   * and else wants to be told again: told twice, it is kept once.
   */
  note(note: LeftNote, media: Uint8Array | null): Promise<Result<null>>;
  /**
   * What became of a note of ours. A stage that it has passed changes nothing, and what the contact has cannot fail any more. One that
   * failed stays so, whatever else is told of it, until an agent has it tried again.
   *
   * No status says of which try it is, so each try fails at most once, as the answer of `sendNote` or by `failed` after it, and is not
   * told as failed once the note was handed over again: that would fail the new try. `sent`, `delivered` and `played` may be of any try.
   */
  noteStatus(noteId: string, status: 'sent' | 'delivered' | 'played' | 'failed', at: number): void;
  permission(news: PermissionNews): void;
  elsewhere(news: DoneElsewhere): void;
  channel(change: ChannelChange): void;
  rates(card: RateCard): void;
}

/**
 * The only code that knows a provider. The gateway decides who rings and who answered; the connector carries media
 * descriptions and messages to and from the contact.
 */
export interface Connector {
  start(events: ConnectorEvents): Promise<void>;
  /** An agent answered an incoming call; null: one of a rehearsal, without sound. Resolves when the contact has the answer. */
  answer(callId: string, answerSdp: string | null): Promise<Result<null>>;
  /** Nobody takes the incoming call: declined by all, nobody there, or timed out. */
  reject(callId: string, cause: 'declined' | 'no-answer' | 'unavailable'): Promise<void>;
  /** Ends a call that is up, or cancels one that is being placed. Unknown ids are ignored: the call is over. */
  hangUp(callId: string): Promise<void>;
  /** Places a business-initiated call with the agent's offer; progress comes as events. null: the provider has taken it. */
  placeCall(call: {
    readonly callId: string;
    readonly contactId: string;
    readonly kind: CallKind;
    readonly offerSdp: string;
  }): Promise<Result<ProviderRefusal | null>>;
  /** A re-offer inside a call (hold, resume, ICE restart); answers with the SDP for the agent. */
  renegotiate(callId: string, offerSdp: string): Promise<Result<string>>;
  /** DTMF that came as SIP INFO; RFC 4733 digits travel in the media. */
  digits(callId: string, digits: string): void;
  /** Whether contacts take reactions in a call. */
  readonly takesReactions: boolean;
  react(callId: string, reaction: Reaction): void;
  sendMessage(message: Message): Promise<Result<null>>;
  /**
   * The same id again is the same note: the contact gets it once, even where an earlier try came through after it had failed here, because
   * it took too long. What becomes of it comes as events.
   */
  sendNote(note: Note, media: Uint8Array): Promise<Result<null>>;
  /** An agent played a note of the contact for the first time. */
  notePlayed(note: Note): void;
  /** Asks the contact for permission to call; the answer comes as an event. The same id again is the same request. null: asked. */
  requestPermission(request: {
    readonly id: string;
    readonly contactId: string;
    /** By the clock of the rules. */
    readonly at: number;
  }): Promise<Result<ProviderRefusal | null>>;
  stop(): Promise<void>;
}
