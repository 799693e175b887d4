import { EventEmitter, once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { StoreReply, StoreWorkerData } from '../../../src/main/store/rpc/messages.ts';
import type { Page } from '../../../src/shared/contracts/records.ts';
import { projectDirectory } from '../../e2e/support/electron.ts';
import type { Bench } from '../support/bench.ts';
import { cacheOf } from '../support/caches.ts';
import { say } from '../support/progress.ts';
import { type Spread, spread } from '../support/statistics.ts';

interface Timed {
  /** As the store's thread itself took it. */
  readonly inStoreMs: number;
  /** From the question to the answer in the asking thread. */
  readonly roundTripMs: number;
  readonly value: unknown;
}

export interface Latency {
  readonly inStore: Spread;
  readonly roundTrip: Spread;
}

export interface StoreReport {
  readonly contactEvents: number;
  readonly search: Latency;
  readonly inboxPage: Latency;
  readonly timelinePage: Latency;
  /** The searches that took longest. */
  readonly slowestSearches: Readonly<Record<string, number>>;
}

/** What agents type, letter by letter: names, numbers, common and rare words, several words, accents, nothing that exists. */
const typed = [
  ...['b', 'bi', 'bia', 'bian', 'bianchi', 'anna b', 'luca ferrari', 'müller', 'muller', 'zoe', 'nguyen'],
  ...['+39', '+39320', '393200', '3200 01', '0039 320', '61', '320000'],
  ...['o', 'or', 'ordine', 'grazie', 'consegna domani', 'non funziona la', 'perché', 'motore cambio olio'],
  ...['fattura', 'arrivato sabato', 'x', 'zzz', 'scontrino codice cliente targa motore', 'e', 'il', 'a l'],
];
const rounds = 12;
const warmUpRounds = 2;
/** As the window asks. */
const limits = { search: 50, page: 50 } as const;

export async function measureStore(bench: Bench): Promise<StoreReport> {
  const path = join(bench.folder('store'), 'cache.sqlite');
  copyFileSync(cacheOf(bench, 'millionEvents'), path);
  say('store: searches and pages at 1,000,000 contact events');
  const store = await openStore(path);
  try {
    const searches = new Map<string, Timed[]>();
    const inbox: Timed[] = [];
    const timelines: Timed[] = [];
    for (let round = -warmUpRounds; round < rounds; round += 1) {
      const pages = await walkInbox(store, typed.length);
      const rows = pages.flatMap(({ value }) => (value as Page<{ readonly contactId: string }>).rows);
      for (const [index, text] of typed.entries()) {
        const found = await store.ask('search', { text, limit: limits.search });
        const contactId = rows[(index * 97) % rows.length]?.contactId;
        const timeline = await store.ask('timelinePage', { contactId, before: null, limit: limits.page });
        if (round < 0) continue;
        searches.set(text, [...(searches.get(text) ?? []), found]);
        timelines.push(timeline);
      }
      if (round >= 0) inbox.push(...pages);
    }
    const slowest = [...searches]
      .map(([text, runs]) => [text, latency(runs).inStore.p50] as const)
      .toSorted((one, other) => other[1] - one[1]);
    return {
      contactEvents: 1_000_000,
      search: latency([...searches.values()].flat()),
      inboxPage: latency(inbox),
      timelinePage: latency(timelines),
      slowestSearches: Object.fromEntries(slowest.slice(0, 3)),
    };
  } finally {
    await store.close();
  }
}

/** Pages from the top of the inbox downwards, as somebody scrolls. */
async function walkInbox(store: Store, pages: number): Promise<readonly Timed[]> {
  const walked: Timed[] = [];
  let before: string | null = null;
  for (let page = 0; page < pages; page += 1) {
    const timed = await store.ask('inboxPage', { before, limit: limits.page });
    walked.push(timed);
    before = (timed.value as Page<unknown>).next;
  }
  return walked;
}

const latency = (runs: readonly Timed[]): Latency => ({
  inStore: spread(runs.map(({ inStoreMs }) => inStoreMs)),
  roundTrip: spread(runs.map(({ roundTripMs }) => roundTripMs)),
});

interface Store {
  ask(method: string, query: object): Promise<Timed>;
  close(): Promise<unknown>;
}

/** The very thread that the app starts, from the built files. */
async function openStore(path: string): Promise<Store> {
  const workerData: StoreWorkerData = { role: 'serve', path };
  const worker = new Worker(pathToFileURL(join(projectDirectory, 'out/main/cache.worker.js')), { workerData });
  const waiting = new EventEmitter();
  worker.on('message', (reply: StoreReply) => waiting.emit('reply', reply));
  worker.on('error', (error) => waiting.emit('error', error));
  const next = async (): Promise<StoreReply> => (await once(waiting, 'reply'))[0] as StoreReply;
  const opened = await next();
  if (opened.type !== 'opened') throw new Error(`the store was not opened: ${JSON.stringify(opened)}`);
  let lastId = 0;
  return {
    ask: async (method, query) => {
      lastId += 1;
      const replied = next();
      const begun = performance.now();
      worker.postMessage({ id: lastId, method, parameters: [query] });
      const reply = await replied;
      const roundTripMs = performance.now() - begun;
      if (reply.type !== 'reply' || !reply.result.ok) throw new Error(`${method}: ${JSON.stringify(reply)}`);
      return { inStoreMs: reply.tookMs, roundTripMs, value: reply.result.value };
    },
    close: () => worker.terminate(),
  };
}
