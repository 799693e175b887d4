import { fail, ok, type Result } from '#shared/result.ts';
import type { Clock, Timer } from '../platform/clock.ts';
import type { GatewayLog } from '../platform/log.ts';
import { type Database, sqliteCode } from './database.ts';
import type { Execution, Operation, prepareExecute } from './operations.ts';
import type { LoggedEvent } from './rows.ts';

interface Pending {
  readonly operations: readonly Operation[];
  /** Told what became of it, and whether that brought events; null: must be written, however long the disk takes. */
  readonly settle: ((result: Result<null>, isNew: boolean) => void) | null;
}

/** Written with one sync of the disk; more would hold up the calls. */
const operationsPerTransaction = 500;
const retryMs = 1_000;
/** With a full disk changes wait in memory up to here. */
const longestQueue = 200_000;

/** Troubles of the disk, not of what is written: the same operations may succeed later. */
const isTroubleOfDisk = (code: string): boolean =>
  /^SQLITE_(FULL|IOERR|BUSY|LOCKED|READONLY|NOMEM|CANTOPEN)/.test(code);

/**
 * Writes in the order in which changes were handed over, all that came in one turn of the event loop in one transaction. Nobody hears of
 * an event before it is on disk.
 */
export class Writer {
  private readonly database: Database;
  private readonly execute: ReturnType<typeof prepareExecute>;
  private readonly clock: Clock;
  private readonly log: GatewayLog;
  private readonly onCommitted: (events: readonly LoggedEvent[]) => void;
  private queue: Pending[] = [];
  private immediate: NodeJS.Immediate | undefined;
  private retry: Timer;
  private closed = false;
  cursor: number;

  constructor(
    database: Database,
    execute: ReturnType<typeof prepareExecute>,
    cursor: number,
    clock: Clock,
    log: GatewayLog,
    onCommitted: (events: readonly LoggedEvent[]) => void,
  ) {
    this.database = database;
    this.execute = execute;
    this.cursor = cursor;
    this.clock = clock;
    this.log = log;
    this.onCommitted = onCommitted;
  }

  write(operations: readonly Operation[], settle: Pending['settle']): void {
    if (this.closed || this.queue.length >= longestQueue) {
      this.log.error('store: a change could not be kept: closed, or too many wait for the disk');
      settle?.(fail('storage', 'the store takes no changes now'), false);
      return;
    }
    this.queue.push({ operations, settle });
    if (this.retry === undefined) this.schedule();
  }

  private schedule(): void {
    this.immediate ??= setImmediate(() => {
      this.immediate = undefined;
      this.flush();
      if (this.queue.length > 0 && this.retry === undefined) this.schedule();
    });
  }

  /** Writes one transaction's worth. */
  private flush(): void {
    const batch = this.takeBatch();
    if (batch.length === 0) return;
    const error = this.commit(batch);
    if (error === null) return;
    if (isTroubleOfDisk(sqliteCode(error))) this.waitForDisk(batch, error);
    else this.commitOneByOne(batch);
  }

  private takeBatch(): readonly Pending[] {
    let operations = 0;
    let count = 0;
    for (const pending of this.queue) {
      if (count > 0 && operations + pending.operations.length > operationsPerTransaction) break;
      operations += pending.operations.length;
      count += 1;
    }
    return this.queue.splice(0, count);
  }

  /** null: done. */
  private commit(batch: readonly Pending[]): unknown {
    let done: readonly Execution[];
    try {
      done = this.database.transaction(() => this.executeAll(batch)).immediate();
    } catch (error) {
      return error ?? new Error('unknown');
    }
    const events = done.flatMap((one) => one.events);
    this.cursor = done.at(-1)?.cursor ?? this.cursor;
    if (events.length > 0) this.onCommitted(events);
    for (const [index, { settle }] of batch.entries()) settle?.(ok(null), (done[index]?.events.length ?? 0) > 0);
    return null;
  }

  private executeAll(batch: readonly Pending[]): readonly Execution[] {
    const now = this.clock.now();
    let { cursor } = this;
    return batch.map(({ operations }) => {
      const done = this.execute(operations, cursor, now);
      cursor = done.cursor;
      return done;
    });
  }

  /** One of them cannot be written: the others are. */
  private commitOneByOne(batch: readonly Pending[]): void {
    for (const [index, pending] of batch.entries()) {
      const error = this.commit([pending]);
      if (error === null) continue;
      if (isTroubleOfDisk(sqliteCode(error))) {
        this.waitForDisk(batch.slice(index), error);
        return;
      }
      this.log.error(`store: a change was refused: ${String(error)}`);
      pending.settle?.(fail('internal', 'the store refused the change'), false);
    }
  }

  /** Whoever waits for an answer can try again later; the rest is kept and tried again here. */
  private waitForDisk(batch: readonly Pending[], error: unknown): void {
    this.log.error(`store: cannot write, trying again: ${String(error)}`);
    const code = sqliteCode(error) === 'SQLITE_FULL' ? 'disk-full' : 'storage';
    for (const { settle } of batch) settle?.(fail(code, 'the gateway cannot write to its disk'), false);
    this.queue.unshift(...batch.filter(({ settle }) => settle === null));
    this.retry ??= this.clock.setTimeout(() => {
      this.retry = undefined;
      this.schedule();
    }, retryMs);
  }

  /** Writes what waits, as far as the disk allows, and takes nothing more. */
  close(): void {
    this.clock.clearTimeout(this.retry);
    if (this.immediate !== undefined) clearImmediate(this.immediate);
    let waiting = this.queue.length;
    while (waiting > 0) {
      this.flush();
      if (this.queue.length >= waiting) break;
      waiting = this.queue.length;
    }
    this.clock.clearTimeout(this.retry);
    this.closed = true;
    if (this.queue.length > 0) this.log.error(`store: ${this.queue.length} changes are lost: the disk takes nothing`);
  }
}
