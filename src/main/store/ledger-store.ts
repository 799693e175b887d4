/**
 * `ledger.sqlite`: what exists nowhere else. What a promise has resolved is on the disk, power loss or not.
 * Every method answers with a value and never rejects.
 */
import type { NoteDraft } from '#shared/contracts/note.ts';
import type {
  CallCost,
  CallRow,
  Contact,
  ContactEvent,
  Page,
  RecordingRow,
  RecordingState,
} from '#shared/contracts/records.ts';
import type { StoreResult } from './store-error.ts';

/** `hasRecording` follows from the recordings index; `cost` is told later. */
export type NewCall = Omit<CallRow, 'hasRecording' | 'cost'>;

export type CallPatch = Partial<
  Pick<CallRow, 'contactId' | 'name' | 'phone' | 'answeredAt' | 'endedAt' | 'outcome' | 'reason'>
>;

/** With a `pbx` nobody but this desktop states facts about contacts. */
export type WorkspaceMode = 'gateway' | 'pbx';

export type CallsTab = 'all' | 'missed' | 'answered' | 'outgoing';

export interface PageQuery {
  readonly before: string | null;
  readonly limit: number;
}

export interface LatestFacts {
  /** Each as of the call that was noted last. */
  readonly contacts: readonly Contact[];
  readonly events: readonly ContactEvent[];
}

export interface OutboxMessage {
  /** Made by the client: the message's id everywhere. */
  readonly id: string;
  readonly contactId: string;
  readonly text: string;
  readonly at: number;
}

export interface OutboxEntry extends OutboxMessage {
  readonly state: 'pending' | 'done' | 'failed';
  readonly attempts: number;
  /** Why the last attempt failed. */
  readonly error: string | null;
}

/** A note made here, with the time at which it was made. */
export interface NewKeptNote extends NoteDraft {
  readonly at: number;
}

/** `draft`: nobody has said "send". `failed`: the gateway will not have it. `discarded`: thrown away. */
export type KeptNoteState = 'draft' | 'pending' | 'done' | 'failed' | 'discarded';

export interface KeptNote extends NewKeptNote {
  readonly state: KeptNoteState;
  readonly attempts: number;
  /** Why the last attempt failed. */
  readonly error: string | null;
}

/** A recording about to be written, or found without a row. */
export interface NewRecording {
  readonly id: string;
  readonly callId: string;
  readonly contactId: string;
  readonly name: string;
  readonly phone: string | null;
  readonly agent: string;
  readonly startedAt: number;
  /** Absolute path of the recordings folder that it stands in. */
  readonly root: string;
  /** Relative to `root`, with `/`. */
  readonly path: string;
}

export interface StoredRecording extends RecordingRow {
  /** null: from before folders were noted, and none has been named since. */
  readonly root: string | null;
  readonly path: string;
  /** How a file that is still to be finished came to its end; null: nobody said so. */
  readonly closing: 'complete' | 'cut' | null;
}

export interface FinishedRecording {
  readonly state: Exclude<RecordingState, 'writing'>;
  readonly durationMs: number | null;
  readonly bytes: number;
  readonly sha256: string | null;
}

export interface AuditEntry {
  readonly at: number;
  readonly who: string;
  readonly what: string;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}

export interface AuditRow extends AuditEntry {
  readonly seq: number;
  /** SHA-256 over the previous hash and this row, hex. */
  readonly hash: string;
}

/** The newest row of the trail at some time; `seq` 0: before the first one. */
export type AuditHead = Pick<AuditRow, 'seq' | 'hash'>;

export interface AuditVerdict {
  /** The newest row that there is. */
  readonly head: AuditHead;
  /** The first row that does not fit, or that should be there; null: all is well. */
  readonly broken: { readonly seq: number; readonly how: 'changed' | 'missing' } | null;
}

export interface LedgerStore {
  /**
   * Says which workspace is worked in from now on, also at the next start until it is told otherwise. What waits to be sent, and the contacts
   * that are known, are those of that workspace; those of others wait until it is theirs again. So are the lists of calls and of
   * recordings; what belongs to others is kept, and shown when they are bound.
   */
  bind(workspaceKey: string): Promise<StoreResult<null>>;

  /**
   * Once by id: a repeated call changes nothing, unless what stands there is only guessed (guessed-outcome.ts). Then the call is open again, or
   * has the outcome that is given. @returns the row as it stands
   */
  openCall(call: NewCall): Promise<StoreResult<CallRow>>;
  /**
   * Changes a call and, in the same transaction, notes its contact event. Once the call has an outcome, that outcome, its instants and its
   * reason stay as they are; a repeated or late patch is harmless. @returns the row as it stands; null: no such call, nothing was done
   */
  updateCall(id: string, patch: CallPatch, event?: ContactEvent): Promise<StoreResult<CallRow | null>>;
  /** The first price stays, however often it is told. @returns the row as it stands; null: no such call */
  chargeCall(id: string, cost: CallCost): Promise<StoreResult<CallRow | null>>;
  call(id: string): Promise<StoreResult<CallRow | null>>;
  /** Newest first. `missed` and `answered` go by outcome, `outgoing` by direction. */
  callsPage(query: PageQuery & { readonly tab: CallsTab }): Promise<StoreResult<Page<CallRow>>>;
  /** To be called every few seconds while a call is up. */
  alive(now: number): Promise<StoreResult<null>>;
  /**
   * At start: every call without an outcome was there when the app died. It becomes `interrupted`, ended when the app was last known to be
   * alive, with its contact event `<call id>/interrupted-call`. One that came in and only rang is `missed`, with `<call id>/missed-call`, where
   * the workspace is a PBX; a gateway still has to say what became of it, so it is `interrupted` as a guess, and no fact about the contact.
   * @returns the calls concerned, oldest first
   */
  closeInterrupted(now: number, mode: WorkspaceMode): Promise<StoreResult<readonly CallRow[]>>;
  /** Everybody the journal knows, each as of the latest call: to rebuild the cache of a PBX workspace. `after` is the last id of the page before. */
  knownContacts(query: {
    readonly after: string | null;
    readonly limit: number;
  }): Promise<StoreResult<readonly Contact[]>>;

  /** Once by id. */
  addContactEvent(event: ContactEvent): Promise<StoreResult<null>>;
  /** Not yet acknowledged, oldest first, at most `limit` (1000). `after` is the last one of the page before. In PBX mode nothing is ever acknowledged: these are all. */
  pendingContactEvents(query?: {
    readonly after?: Pick<ContactEvent, 'at' | 'id'> | null;
    readonly limit?: number;
  }): Promise<StoreResult<readonly ContactEvent[]>>;
  /**
   * The facts and the contacts of the calls that were noted last, at most `limit` each, facts oldest first. By the order in which they were
   * noted: the instants they bear are those of a clock that may have been wrong, or of an interrupted call of last week.
   */
  latestFacts(limit: number): Promise<StoreResult<LatestFacts>>;
  acknowledgeContactEvents(ids: readonly string[]): Promise<StoreResult<null>>;

  /** Once by id: a repeated add is the same message; one that had failed for good becomes pending again. */
  outboxAdd(message: OutboxMessage): Promise<StoreResult<OutboxEntry>>;
  /** Of the bound workspace, oldest first. `failed`: refused for good. */
  outboxIn(state: 'pending' | 'failed'): Promise<StoreResult<readonly OutboxEntry[]>>;
  outboxDone(id: string): Promise<StoreResult<null>>;
  /** `final: false` leaves it pending for another attempt. A message that is done stays done. */
  outboxFail(id: string, error: string, final: boolean): Promise<StoreResult<null>>;

  /** As a draft; once by id. Media that was finished once more takes the place of a draft's. */
  noteKeep(note: NewKeptNote): Promise<StoreResult<null>>;
  noteKept(id: string): Promise<StoreResult<KeptNote | null>>;
  /** Changes the state of a note that stands in one of `from`, and its time where one is given. @returns the row as it stands; null: no such note */
  noteMove(
    id: string,
    change: {
      readonly from: readonly KeptNoteState[];
      readonly to: KeptNoteState;
      readonly at?: number;
      readonly error?: string;
    },
  ): Promise<StoreResult<KeptNote | null>>;
  /** A pending one could not be sent now. */
  noteAttempt(id: string, error: string): Promise<StoreResult<null>>;
  /** Of the bound workspace, oldest first. */
  notesIn(state: 'draft' | 'pending' | 'failed'): Promise<StoreResult<readonly KeptNote[]>>;
  /** Ids of all that are neither sent nor thrown away, of every workspace: their media must not be lost. */
  notesUnsent(): Promise<StoreResult<readonly string[]>>;

  /** Recordings of which no folder is noted stand in this one. */
  recordingsRoot(root: string): Promise<StoreResult<null>>;
  /** `<call id>`, then `<call id>-2` and so on: the first one that no recording has. */
  nextRecordingId(callId: string): Promise<StoreResult<string>>;
  /** State `writing`. @returns null where the id or the path is taken */
  recordingBegin(recording: NewRecording): Promise<StoreResult<StoredRecording | null>>;
  recordingProgress(id: string, bytes: number): Promise<StoreResult<null>>;
  /** The last byte is written; the file still has to be finished. The first answer to "how did it end" stays. */
  recordingClosing(id: string, as: 'complete' | 'cut'): Promise<StoreResult<null>>;
  /** A finished recording is never changed. @returns the row as it stands; null: no such recording */
  recordingFinish(id: string, patch: FinishedRecording): Promise<StoreResult<StoredRecording | null>>;
  /** Notes a file found without a row. @returns null where the id or the path is taken */
  recordingAdopt(recording: NewRecording, patch: FinishedRecording): Promise<StoreResult<StoredRecording | null>>;
  recordingsByState(state: RecordingState): Promise<StoreResult<readonly StoredRecording[]>>;
  recordingsPage(query: PageQuery): Promise<StoreResult<Page<RecordingRow>>>;
  recording(id: string): Promise<StoreResult<StoredRecording | null>>;
  /** Those of `paths` that some row names. */
  recordingPathsKnown(paths: readonly string[]): Promise<StoreResult<readonly string[]>>;

  auditAppend(entry: AuditEntry): Promise<StoreResult<AuditRow>>;
  /** Newest first, below `before`. */
  auditPage(query: {
    readonly before: number | null;
    readonly limit: number;
  }): Promise<StoreResult<readonly AuditRow[]>>;
  /** Follows the chain from its start, and looks whether it leads over each of the heads that it once had. */
  auditVerify(heads: readonly AuditHead[]): Promise<StoreResult<AuditVerdict>>;
}
