import {
  type ContactState,
  type GatewayEvent,
  gatewayEvent,
  type StateEvent,
  type WorkspaceState,
} from '#shared/contracts/agent.ts';
import type { CallingFact } from '#shared/contracts/calling.ts';
import type { Note } from '#shared/contracts/note.ts';
import { type ContactEvent, contact, type Message } from '#shared/contracts/records.ts';
import { type Failure, fail, ok, type Result } from '#shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import { guarded } from '../platform/guard.ts';
import type { GatewayLog } from '../platform/log.ts';
import { type Database, openDatabase, usualLockWaitMs } from './database.ts';
import type { FollowUpRequest } from './follow-ups.ts';
import type { NoteRequest } from './notes.ts';
import { type Operation, prepareExecute } from './operations.ts';
import { prepareRead, type SnapshotPart, type SnapshotPosition } from './read.ts';
import { RecentEvents } from './recent-events.ts';
import type { LoggedEvent, OpenCall } from './rows.ts';
import { Writer } from './writer.ts';

/** Everything that the gateway knows and must not forget. Reads are of what is on disk. */
export interface GatewayStore {
  /** Made with the file: a client that knows another epoch starts from a snapshot. */
  readonly epoch: string;
  /** Of the newest event on disk; 0: none yet. */
  cursor(): number;
  /** Cursors below this one cannot be resumed from. */
  oldestCursor(): number;
  /** Newest state, written or about to be; null before the connector named it. */
  workspace(): WorkspaceState | null;
  contact(id: string): ContactState | null;
  /** By `stateKeyOf`; as it is on disk. */
  state(key: string): StateEvent | null;
  /** Every one of a kind that comes once a contact or follow-up. */
  statesOf(kind: StateEvent['type']): readonly StateEvent[];
  /** What happened with a contact, by time. */
  callingFacts(contactId: string): readonly CallingFact[];
  message(id: string): Message | null;
  contactEvent(id: string): ContactEvent | null;
  /** Messages that no connector has taken yet. */
  sending(): readonly Message[];
  note(id: string): Note | null;
  /** Notes of agents that are not known to be played or to have failed, oldest first. */
  notesUnderWay(): readonly Note[];
  /** Newest call of the contact that nobody answered, as its events tell; null: none. */
  unansweredCall(contactId: string): string | null;
  openCalls(): readonly OpenCall[];
  /** What calls to numbers of a country were charged for in a month (`2026-11`); as it is on disk. */
  chargedSeconds(month: string, country: string): number;
  doneSteps(runId: string): readonly number[];
  eventsAfter(cursor: number, limit: number): readonly LoggedEvent[];
  snapshotPart(position: SnapshotPosition, cursor: number): { part: SnapshotPart; next: SnapshotPosition | null };
  /** Writes in order, together or not at all, and keeps trying while the disk is full. What the contract forbids is dropped and logged. */
  publish(...operations: readonly Operation[]): void;
  /** Resolves once the event is on disk: true, or false where it changed nothing (was there before); or with `storage`, `disk-full` or `invalid`. */
  submit(event: GatewayEvent): Promise<Result<boolean>>;
  /** The same for several, which are written together or not at all. */
  submitAll(...operations: readonly Operation[]): Promise<Result<null>>;
  /** Does what an agent does with a follow-up: `not-found`, `gone`, or as `submit`. */
  actOnFollowUp(request: Omit<FollowUpRequest, 'judged'>): Promise<Result<null>>;
  /** Moves a note forward: `not-found`, `invalid`, or as `submit`; false where it had come so far before. */
  changeNote(request: Omit<NoteRequest, 'judged'>): Promise<Result<boolean>>;
  /** Told after each commit that brought events. Returns the unsubscribe function. */
  onEvents(listener: () => void): () => void;
  close(): void;
}

export interface StoreOptions {
  /** null: in memory */
  readonly directory: string | null;
  /** How long to wait, without doing anything else, for another gateway to let go of the file. */
  readonly lockWaitMs?: number;
  readonly clock: Clock;
  readonly log: GatewayLog;
}

/** @returns `storage` where the file cannot be used; nothing was changed then. */
export function openGatewayStore(options: StoreOptions): Result<GatewayStore> {
  const database = openDatabase(options.directory, options.lockWaitMs ?? usualLockWaitMs);
  return database.ok ? ok(buildStore(database.value, options)) : database;
}

const recentEvents = 2_000;

function buildStore(database: Database, { clock, log }: StoreOptions): GatewayStore {
  const read = prepareRead(database);
  const recent = new RecentEvents(recentEvents);
  const listeners = new Set<() => void>();
  const { newest } = read.bounds();
  let workspace = read.workspace();
  const execute = prepareExecute(database);
  const writer = new Writer(database, execute, newest ?? 0, clock, log, (events) => {
    recent.add(events);
    for (const listener of listeners) guarded(log, 'a listener of the store', listener);
  });

  /** null, and logged, where the contract forbids it: no client could take it. */
  const checked = (operation: Operation): Operation | null => {
    if (operation.do !== 'event' && operation.do !== 'introduce') return operation;
    const parsed =
      operation.do === 'event' ? gatewayEvent.safeParse(operation.event) : contact.safeParse(operation.contact);
    if (parsed.success) return operation;
    const where = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    log.error(`store: an ${operation.do} is not as the contract says: ${where}`);
    return null;
  };

  const submitAll = (...operations: readonly Operation[]): Promise<Result<null>> =>
    new Promise((resolve) => {
      if (operations.some((operation) => checked(operation) === null))
        resolve(fail('invalid', 'not as the contract says'));
      else writer.write(operations, resolve);
    });

  /** What an operation says of itself while it is written. */
  const judgedBy = (operation: (judged: (failure: Failure | null) => void) => Operation): Promise<Result<boolean>> =>
    new Promise((resolve) => {
      let failure: Failure | null = null;
      const judging = operation((judgement) => {
        failure = judgement;
      });
      writer.write([judging], (written, isNew) => {
        if (!written.ok) resolve(written);
        else resolve(failure === null ? ok(isNew) : { ok: false, error: failure });
      });
    });

  return {
    epoch: read.epoch(),
    cursor: () => writer.cursor,
    oldestCursor: () => (read.bounds().oldest ?? writer.cursor + 1) - 1,
    workspace: () => workspace,
    contact: read.contact,
    state: read.state,
    statesOf: read.statesOf,
    callingFacts: read.callingFacts,
    message: read.message,
    contactEvent: read.contactEvent,
    sending: read.sending,
    note: read.note,
    notesUnderWay: read.notesUnderWay,
    unansweredCall: read.unansweredCall,
    openCalls: read.openCalls,
    chargedSeconds: read.chargedSeconds,
    doneSteps: read.doneSteps,
    eventsAfter: (cursor, limit) => recent.after(cursor, limit) ?? read.eventsAfter(cursor, limit),
    snapshotPart: read.snapshotPart,
    publish: (...operations) => {
      const good = operations.map(checked).filter((operation) => operation !== null);
      for (const operation of good) {
        if (operation.do === 'event' && operation.event.type === 'workspace') workspace = operation.event.workspace;
      }
      if (good.length > 0) writer.write(good, null);
    },
    submit: (event) =>
      new Promise((resolve) => {
        const good = checked({ do: 'event', event });
        if (good === null) resolve(fail('invalid', 'not as the contract says'));
        else writer.write([good], (written, isNew) => resolve(written.ok ? ok(isNew) : written));
      }),
    submitAll,
    actOnFollowUp: async (request) => {
      const done = await judgedBy((judged) => ({ do: 'follow-up.act', request: { ...request, judged } }));
      return done.ok ? ok(null) : done;
    },
    changeNote: (request) => judgedBy((judged) => ({ do: 'note.change', request: { ...request, judged } })),
    onEvents: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close: () => {
      writer.close();
      database.close();
    },
  };
}
