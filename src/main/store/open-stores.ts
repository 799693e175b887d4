/** The two stores as the rest of main sees them: two files, two threads, and what they tell about themselves. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MainLog } from '../platform/log-port.ts';
import type { Threads } from '../platform/threads.ts';
import type { CacheStore } from './cache-store.ts';
import type { LedgerStore } from './ledger-store.ts';
import { type BackgroundCheck, type CheckVerdict, startBackgroundCheck } from './rpc/background-check.ts';
import { createStoreClient, type StoreClient } from './rpc/client.ts';
import { classify, StoreError, type StoreFailure } from './store-error.ts';
import type { StoreHealth, StoreName } from './store-health.ts';

export interface OpenStoresOptions {
  /** Holds `cache.sqlite` and `ledger.sqlite`; made where it is missing. */
  readonly directory: string;
  /** Entries of the two threads. */
  readonly cacheWorker: URL;
  readonly ledgerWorker: URL;
  readonly threads: Threads;
  readonly clock: { now(): number };
  readonly log: MainLog;
  readonly onHealth: (health: StoreHealth) => void;
  /** The threads start then. Default: at once. */
  readonly cacheAfter?: Promise<unknown>;
  readonly ledgerAfter?: Promise<unknown>;
  /** The cache can be asked, perhaps before the ledger is open. Should the ledger fail, it answers `closed`. */
  readonly onCache?: (cache: CacheStore) => void;
  /** After an unclean end: how long to wait before the files are checked. */
  readonly checkDelayMs?: number;
}

export interface Stores {
  readonly cache: CacheStore;
  readonly ledger: LedgerStore;
  /** Answers what was asked, writes the mark of a clean end, ends both threads. */
  close(): Promise<void>;
}

const defaultCheckDelayMs = 4_000;

type MethodsOf<Store> = Readonly<Record<keyof Store, true>>;

const cacheMethods: MethodsOf<CacheStore> = {
  bind: true,
  keepTranscripts: true,
  position: true,
  workspace: true,
  counters: true,
  beginSnapshot: true,
  addSnapshotPart: true,
  endSnapshot: true,
  abortSnapshot: true,
  applyEvents: true,
  putLocal: true,
  markRead: true,
  inboxPage: true,
  conversations: true,
  contact: true,
  statesByKey: true,
  statesOf: true,
  callStatistics: true,
  contactByPhone: true,
  timelinePage: true,
  search: true,
  note: true,
  noteStandings: true,
  markPlayed: true,
  untoldPlayed: true,
  playedIsTold: true,
  unheard: true,
  markHeard: true,
  dropLocalNote: true,
};

const ledgerMethods: MethodsOf<LedgerStore> = {
  bind: true,
  openCall: true,
  chargeCall: true,
  updateCall: true,
  call: true,
  callsPage: true,
  alive: true,
  closeInterrupted: true,
  knownContacts: true,
  addContactEvent: true,
  pendingContactEvents: true,
  latestFacts: true,
  acknowledgeContactEvents: true,
  outboxAdd: true,
  outboxIn: true,
  outboxDone: true,
  outboxFail: true,
  recordingsRoot: true,
  noteKeep: true,
  noteMove: true,
  noteAttempt: true,
  notesIn: true,
  noteKept: true,
  notesUnsent: true,
  nextRecordingId: true,
  recordingBegin: true,
  recordingProgress: true,
  recordingClosing: true,
  recordingFinish: true,
  recordingAdopt: true,
  recordingsByState: true,
  recordingsPage: true,
  recording: true,
  recordingPathsKnown: true,
  auditAppend: true,
  auditPage: true,
  auditVerify: true,
};

/** The interface's methods as requests to the thread, whose handlers have the same names and types (`Handlers`). */
function facade<Store>(methods: MethodsOf<Store>, client: StoreClient): Store {
  const entries = Object.keys(methods).map((method) => [
    method,
    (...parameters: unknown[]) => client.request(method, parameters),
  ]);
  return Object.fromEntries(entries) as Store;
}

const asError = ({ fault, detail }: StoreFailure, store: StoreName): StoreError =>
  new StoreError(fault, `${store}.sqlite: ${detail ?? fault}`);

/**
 * Opens or creates both files. Quick: what takes time (checks after an unclean end) happens afterwards, in threads of its own, and is
 * told by `onHealth`. Damage found at once is mended before this resolves.
 * @throws {StoreError} `future-version`, `readonly`, `disk-full`, `busy` or `io`: the app cannot work without its stores. No file was changed then
 */
export async function openStores(options: OpenStoresOptions): Promise<Stores> {
  const { directory, threads, clock, log, onHealth, checkDelayMs = defaultCheckDelayMs } = options;
  try {
    // Synchronous, as what follows: where nothing is to be waited for, the cache's thread shall start in this very turn.
    mkdirSync(directory, { recursive: true });
  } catch (error) {
    throw asError(classify(error), 'ledger');
  }

  const tell = (health: StoreHealth): void => {
    log[health.state === 'checked' ? 'info' : 'error']('store health', { ...health });
    onHealth(health);
  };
  const shared = { threads, now: () => clock.now(), log, onHealth: tell };
  const files = {
    cache: { worker: options.cacheWorker, path: join(directory, 'cache.sqlite') },
    ledger: { worker: options.ledgerWorker, path: join(directory, 'ledger.sqlite') },
  } as const;
  if (options.cacheAfter !== undefined) await options.cacheAfter;
  const cacheClient = createStoreClient({ name: 'cache', ...files.cache, ...shared });
  const cache = facade<CacheStore>(cacheMethods, cacheClient);
  const cacheFailed = new Promise<void>((resolve) => {
    void cacheClient.opened.then(({ ok }) => (ok ? options.onCache?.(cache) : resolve()));
  });
  // Without a cache nothing comes that the ledger could wait for.
  await Promise.race([options.ledgerAfter, cacheFailed]);
  const clients = {
    cache: cacheClient,
    ledger: createStoreClient({ name: 'ledger', ...files.ledger, ...shared }),
  } as const;
  const closeBoth = async (): Promise<void> => {
    await Promise.all([clients.cache.close(), clients.ledger.close()]);
  };

  const [ledgerOpened, cacheOpened] = await Promise.all([clients.ledger.opened, clients.cache.opened]);
  for (const [store, opened] of [
    ['ledger', ledgerOpened],
    ['cache', cacheOpened],
  ] as const) {
    if (opened.ok) continue;
    await closeBoth();
    throw asError(opened.error, store);
  }

  const check = (store: StoreName): BackgroundCheck => {
    const begun = clock.now() + checkDelayMs;
    const onVerdict = async (verdict: CheckVerdict): Promise<void> => {
      if (verdict.verdict === 'unknown') log.warn('store check failed', { store, cause: verdict.cause });
      else if (verdict.verdict === 'damaged') await clients[store].request('heal', [verdict.cause]);
      else if ((await clients[store].request('checked', [])).ok)
        tell({ store, state: 'checked', durationMs: Math.max(0, clock.now() - begun) });
    };
    return startBackgroundCheck(
      threads,
      files[store].worker,
      files[store].path,
      checkDelayMs,
      (verdict) => void onVerdict(verdict),
    );
  };
  const checks = {
    cache: cacheOpened.ok && cacheOpened.value.unclean ? check('cache') : null,
    ledger: ledgerOpened.ok && ledgerOpened.value.unclean ? check('ledger') : null,
  };

  return {
    cache: {
      ...cache,
      // The check's connection would keep the file from being replaced; the new file needs none.
      endSnapshot: async (cursor) => {
        await checks.cache?.stop();
        return cache.endSnapshot(cursor);
      },
    },
    ledger: facade(ledgerMethods, clients.ledger),
    close: async () => {
      await Promise.all([closeBoth(), checks.cache?.stop(), checks.ledger?.stop()]);
    },
  };
}
