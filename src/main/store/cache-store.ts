/**
 * `cache.sqlite`: contacts, conversations, messages and contact events, and how far the gateway's events were applied.
 * It can be rebuilt from the gateway (PBX: from the ledger). Every method answers with a value and never rejects.
 */
import type { NumberedEvent, ServerMessage, StateEvent, WorkspaceState } from '#shared/contracts/agent.ts';
import type { Note, NoteTranscript } from '#shared/contracts/note.ts';
import type { Contact, ConversationRow, Page, TimelineEntry, TimelineRef } from '#shared/contracts/records.ts';
import type { SearchHit } from '#shared/contracts/ui-replies.ts';
import type { CallTally } from '#shared/domain/answer-rate.ts';
import type { MissedSlot } from '#shared/domain/hours-advice.ts';
import type { StoreResult } from './store-error.ts';

/** Where the cache stands in the gateway's events. `epoch: null`: it has never had a snapshot. */
export interface CachePosition {
  readonly epoch: string | null;
  readonly cursor: number;
}

/** Sums over all conversations. */
export interface CacheCounters {
  readonly unread: number;
  readonly missed: number;
  readonly unplayed: number;
}

/** What decides whether a copy of a note's media is worth its place. */
export interface NoteStanding {
  readonly id: string;
  readonly at: number;
  readonly direction: Note['direction'];
  readonly status: Note['status'];
}

/** What this desktop's own transcriber could still write down. */
export interface UnheardNotes {
  /** Id of the newest one; null: there is none. */
  readonly next: string | null;
  readonly count: number;
}

/** What a write changed, as it stands now: ready to be pushed to the ui window. */
export interface CacheChanges {
  readonly conversations: readonly ConversationRow[];
  /** Entries in the order of the conversation (`at`, then `id`). */
  readonly timeline: readonly {
    readonly contactId: string;
    readonly entries: readonly TimelineEntry[];
    /** Entries that were taken away. */
    readonly gone?: readonly TimelineRef[];
  }[];
  /** Only where the workspace itself changed. */
  readonly workspace?: WorkspaceState;
  /** What the gateway told whole, in its order; notes stand in `timeline`. */
  readonly states: readonly StateEvent[];
  readonly counters: CacheCounters;
}

export type ApplyOutcome =
  | { readonly applied: true; readonly position: CachePosition; readonly changes: CacheChanges }
  /** `gap`: events between the stored cursor and these are missing. `epoch`: they are of another epoch. Nothing was changed: say hello again with `position`. */
  | { readonly applied: false; readonly reason: 'gap' | 'epoch'; readonly position: CachePosition };

export type SnapshotPart = Omit<Extract<ServerMessage, { type: 'snapshot.part' }>, 'type'>;

export interface CachedContact {
  readonly contact: Contact;
  /** null: closed or not known (PBX) */
  readonly serviceWindowUntil: number | null;
}

export interface CallStatistics {
  readonly tallies: readonly CallTally[];
  readonly missed: readonly MissedSlot[];
}

export interface KeptTranscripts {
  readonly changes: CacheChanges;
  /** They are wanted again, and only a snapshot brings those that the gateway has told of meanwhile. */
  readonly isMissing: boolean;
}

/** What this desktop knows before, or without, a gateway. */
export interface LocalChanges {
  readonly contacts?: readonly Contact[];
  readonly entries?: readonly TimelineEntry[];
}

export interface CacheStore {
  /**
   * Says which workspace the cache belongs to, such as `pbx sip:anna@example.com` or `gateway wss://…`. Another one than
   * before empties it, so that one workspace's conversations never stand among another's.
   */
  bind(workspaceKey: string): Promise<StoreResult<'kept' | 'emptied'>>;
  /**
   * Whether what is said in notes may stand here in writing, from now on; asked for again after `bind`. Where it may not, what stands here goes, and what the gateway
   * tells of it is left out.
   */
  keepTranscripts(wanted: boolean): Promise<StoreResult<KeptTranscripts>>;
  position(): Promise<StoreResult<CachePosition>>;
  workspace(): Promise<StoreResult<WorkspaceState | null>>;
  counters(): Promise<StoreResult<CacheCounters>>;

  /** Starts a shadow beside the cache; an unfinished one is dropped. The cache answers as before until the end. */
  beginSnapshot(epoch: string, workspace: WorkspaceState): Promise<StoreResult<null>>;
  addSnapshotPart(part: SnapshotPart): Promise<StoreResult<null>>;
  /** Puts the shadow in the cache's place at once, with what only this desktop knows. Afterwards every page must be asked for again. */
  endSnapshot(cursor: number): Promise<StoreResult<CacheCounters>>;
  abortSnapshot(): Promise<StoreResult<null>>;

  /** One transaction with the cursor. An event at or below the stored cursor is skipped. */
  applyEvents(epoch: string, events: readonly NumberedEvent[]): Promise<StoreResult<ApplyOutcome>>;
  /**
   * Puts contacts and entries made on this desktop: all there is in PBX mode; else messages on their way and events of own calls,
   * until the gateway tells of the same id. What the gateway told is never overwritten.
   */
  putLocal(changes: LocalChanges): Promise<StoreResult<CacheChanges>>;
  /**
   * Takes the unread and missed marks up to `upTo` away, but never beyond the newest entry: a clock that runs fast must not mark
   * messages read that have not come yet. `upTo` of the answer is what the gateway should be told; null where nothing changed. `unplayable`: incoming notes up
   * to there that nobody will ever play, and that stand as not played yet.
   */
  markRead(
    contactId: string,
    upTo: number,
  ): Promise<
    StoreResult<{
      readonly upTo: number | null;
      readonly unplayable: readonly string[];
      readonly changes: CacheChanges;
    }>
  >;

  note(id: string): Promise<StoreResult<Note | null>>;
  /** Unknown ids are left out. */
  noteStandings(ids: readonly string[]): Promise<StoreResult<readonly NoteStanding[]>>;
  /** An incoming note was played here; it stays played until the gateway knows. One that was played before, or is unknown, stays as it is. */
  markPlayed(id: string, at: number, by: string): Promise<StoreResult<CacheChanges>>;
  /** Notes that were played here and of which the gateway does not know yet, oldest first. */
  untoldPlayed(): Promise<StoreResult<readonly string[]>>;
  playedIsTold(id: string): Promise<StoreResult<null>>;
  /** Notes without a transcript that the transcriber has not been through. @param without ids that are passed over */
  unheard(query: { readonly since: number; readonly without: readonly string[] }): Promise<StoreResult<UnheardNotes>>;
  /** The transcriber has been through the note; null: it understood nothing. Outlives the gateway's events and snapshots; what the provider wrote down counts more. */
  markHeard(id: string, transcript: NoteTranscript | null): Promise<StoreResult<CacheChanges>>;
  /** Takes away a note of this desktop that the gateway has never had; any other one stays. */
  dropLocalNote(id: string): Promise<StoreResult<CacheChanges>>;

  /** Newest first by `lastAt`, then `contactId` descending; contacts without any entry (`lastAt` 0) come last. */
  inboxPage(query: {
    readonly before: string | null;
    readonly limit: number;
  }): Promise<StoreResult<Page<ConversationRow>>>;
  /** Unknown ids are left out. */
  conversations(contactIds: readonly string[]): Promise<StoreResult<readonly ConversationRow[]>>;
  contact(contactId: string): Promise<StoreResult<CachedContact | null>>;
  /** What the gateway told whole, by `stateKeyOf`; unknown keys are left out, and so are notes. */
  statesByKey(keys: readonly string[]): Promise<StoreResult<readonly StateEvent[]>>;
  /** Every one of a kind that comes once a contact or follow-up. */
  statesOf(kind: StateEvent['type']): Promise<StoreResult<readonly StateEvent[]>>;
  /** @param days where each one begins, ascending, and where the last one ends: n + 1 instants for n tallies, whole quarters of an hour */
  callStatistics(days: readonly number[]): Promise<StoreResult<CallStatistics>>;
  /** Compares digits only; of several the one with the newest conversation. */
  contactByPhone(e164: string): Promise<StoreResult<Contact | null>>;
  /** The newest page first, each page in ascending order. */
  timelinePage(query: {
    readonly contactId: string;
    readonly before: string | null;
    readonly limit: number;
  }): Promise<StoreResult<Page<TimelineEntry>>>;
  /** Contacts by name or number, then messages and transcripts of notes, each newest first. Never ranked: that costs a thousand times more. */
  search(query: { readonly text: string; readonly limit: number }): Promise<StoreResult<readonly SearchHit[]>>;
}
