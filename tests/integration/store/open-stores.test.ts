import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/main/platform/clock.ts';
import { createThreads } from '../../../src/main/platform/threads.ts';
import { openCacheDatabase } from '../../../src/main/store/cache/cache-file.ts';
import { openLedgerDatabase } from '../../../src/main/store/ledger/ledger-file.ts';
import { openStores } from '../../../src/main/store/open-stores.ts';
import { crashImage } from './support/crash-image.ts';
import { asEntry, callOf, contactOf, messageOf, workspaceOf } from './support/entries.ts';
import { openedStores, recordingLog, unwrap, workers } from './support/stores.ts';
import { temporaryFolder } from './support/temporary.ts';

describe('openStores', () => {
  it('serves both files from threads of their own and keeps them over a restart', async () => {
    const directory = join(temporaryFolder(), 'user', 'data');
    const first = await openedStores(directory);
    unwrap(await first.ledger.openCall(callOf('a', 1)));
    unwrap(
      await first.cache.putLocal({
        contacts: [contactOf('anna', 'Anna')],
        entries: [asEntry(messageOf('m', 'anna', 5))],
      }),
    );
    await first.close();
    expect(readdirSync(directory).sort()).toEqual(['cache.sqlite', 'ledger.sqlite']);
    const second = await openedStores(directory);
    expect(unwrap(await second.ledger.call('a'))?.id).toBe('a');
    expect(unwrap(await second.cache.inboxPage({ before: null, limit: 5 })).rows).toMatchObject([
      { name: 'Anna', unread: 1 },
    ]);
    expect(second.health).toEqual([]);
  });

  it('answers everything that was asked before it closes, and nothing afterwards', async () => {
    const stores = await openedStores(temporaryFolder());
    const asked = Array.from({ length: 50 }, (_, n) => stores.ledger.openCall(callOf(`c${n}`, n)));
    const closed = stores.close();
    const late = await stores.ledger.call('c1');
    expect((await Promise.all(asked)).every(({ ok }) => ok)).toBe(true);
    await closed;
    expect(late).toMatchObject({ ok: false, error: { fault: 'closed', code: 'storage' } });
    expect(await stores.cache.counters()).toMatchObject({ ok: false, error: { fault: 'closed' } });
  });

  it('gives mistakes back as values', async () => {
    const { cache, ledger } = await openedStores(temporaryFolder());
    expect(await cache.inboxPage({ before: 'nonsense', limit: 5 })).toMatchObject({
      ok: false,
      error: { code: 'invalid', fault: 'invalid' },
    });
    expect(await cache.endSnapshot(1)).toMatchObject({ ok: false, error: { fault: 'invalid' } });
    expect(await ledger.openCall({ ...callOf('a', 1), kind: 'smoke' as 'voice' })).toMatchObject({
      ok: false,
      error: { code: 'internal' },
    });
    expect(await ledger.openCall({ ...callOf('a', 1), name: (() => 1) as unknown as string })).toMatchObject({
      ok: false,
    });
    expect(unwrap(await ledger.call('a'))).toBeNull();
  });

  it('runs a snapshot through the thread', async () => {
    const { cache } = await openedStores(temporaryFolder());
    unwrap(await cache.beginSnapshot('e', workspaceOf('Officina')));
    unwrap(
      await cache.addSnapshotPart({
        contacts: [],
        messages: [messageOf('m', 'anna', 5)],
        events: [],
        reads: [],
        states: [],
      }),
    );
    expect(unwrap(await cache.endSnapshot(7))).toEqual({ unread: 1, missed: 0, unplayed: 0 });
    expect(unwrap(await cache.position())).toEqual({ epoch: 'e', cursor: 7 });
  });

  it('keeps what was promised through a kill, and checks the files afterwards', async () => {
    const running = temporaryFolder();
    const stores = await openedStores(running);
    unwrap(await stores.ledger.openCall(callOf('a', 1)));
    unwrap(await stores.cache.putLocal({ contacts: [contactOf('anna')] }));
    const image = temporaryFolder();
    for (const name of ['cache.sqlite', 'ledger.sqlite']) crashImage(join(running, name), join(image, name));
    const after = await openedStores(image);
    expect(unwrap(await after.ledger.closeInterrupted(5, 'gateway'))).toMatchObject([
      { id: 'a', outcome: 'interrupted' },
    ]);
    await vi.waitFor(
      () => {
        const told = after.health.map(({ store, state }) => `${store} ${state}`);
        expect(told.sort()).toEqual(['cache checked', 'ledger checked']);
      },
      { timeout: 10_000 },
    );
    await after.close();
    const again = await openedStores(image);
    expect(unwrap(await again.cache.conversations(['anna']))).toHaveLength(1);
    await again.close();
    expect(again.health).toEqual([]);
  });

  it('finds hidden damage in the background and mends it while the app goes on', async () => {
    const running = temporaryFolder();
    const stores = await openedStores(running);
    for (let n = 0; n < 300; n += 1)
      unwrap(await stores.ledger.openCall(callOf(`call-${n}`, n, { name: 'x'.repeat(150) })));
    await stores.close();
    const path = join(running, 'ledger.sqlite');
    // As a crash leaves it, with a page of old calls lost that no request at start reads.
    const db = openLedgerDatabase(path);
    db.exec(`UPDATE meta SET value = 'open' WHERE key = 'session'`);
    db.close();
    const content = readFileSync(path);
    const page = Math.floor(content.indexOf('call-150') / 4096);
    content.fill(0, page * 4096, (page + 1) * 4096);
    writeFileSync(path, content);

    const after = await openedStores(running);
    await vi.waitFor(
      () => expect(after.health).toContainEqual(expect.objectContaining({ store: 'ledger', state: 'salvaged' })),
      {
        timeout: 10_000,
      },
    );
    expect(unwrap(await after.ledger.call('call-299'))?.id).toBe('call-299');
    expect(readdirSync(running).some((name) => name.startsWith('ledger.sqlite.damaged-'))).toBe(true);
  });

  it.each([
    ['cache.sqlite', openCacheDatabase],
    ['ledger.sqlite', openLedgerDatabase],
  ])('refuses a %s of a newer release and leaves it alone', async (name, open) => {
    const directory = temporaryFolder();
    const db = open(join(directory, name));
    db.pragma('user_version = 99');
    db.close();
    const before = readFileSync(join(directory, name));
    await expect(openedStores(directory)).rejects.toMatchObject({ fault: 'future-version' });
    expect(readFileSync(join(directory, name))).toEqual(before);
  });

  it('starts on a damaged cache as on an empty one', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'cache.sqlite'), 'garbage '.repeat(4096));
    const { cache, health } = await openedStores(directory);
    expect(unwrap(await cache.position())).toEqual({ epoch: null, cursor: 0 });
    expect(health).toMatchObject([{ store: 'cache', state: 'rebuilt' }]);
  });
});

describe('a thread that dies', () => {
  it('fails what was asked, is started again and goes on', async () => {
    const directory = temporaryFolder();
    const worker = join(directory, 'flaky.worker.ts');
    const serve = join(import.meta.dirname, '../../../src/main/store/ledger.worker.ts');
    writeFileSync(
      worker,
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', ({ parameters }) => { if (parameters[0] === 'die') process.exit(7); });
       await import(${JSON.stringify(serve)});`,
    );
    const { log, lines } = recordingLog();
    const health: unknown[] = [];
    const stores = await openStores({
      directory: join(directory, 'data'),
      ...workers,
      ledgerWorker: new URL(`file://${worker}`),
      threads: createThreads(systemClock),
      clock: { now: () => 0 },
      log,
      onHealth: (event) => health.push(event),
    });
    unwrap(await stores.ledger.openCall(callOf('a', 1)));
    expect(await stores.ledger.call('die')).toMatchObject({ ok: false, error: { fault: 'closed' } });
    expect(unwrap(await stores.ledger.call('a'))?.id).toBe('a');
    expect(health).toMatchObject([{ store: 'ledger', state: 'restarted' }]);
    expect(lines.some(({ level, text }) => level === 'error' && text === 'store thread died')).toBe(true);

    for (let n = 0; n < 3; n += 1) await stores.ledger.call('die');
    expect(health.at(-1)).toMatchObject({ store: 'ledger', state: 'stopped' });
    expect(await stores.ledger.call('a')).toMatchObject({ ok: false, error: { fault: 'closed' } });
    expect((await stores.cache.counters()).ok).toBe(true);
    await stores.close();
  });

  it('is told where it cannot even be started', async () => {
    const { log } = recordingLog();
    const missing = new URL(`file://${join(temporaryFolder(), 'missing.worker.js')}`);
    const opening = openStores({
      directory: temporaryFolder(),
      ...workers,
      ledgerWorker: missing,
      threads: createThreads(systemClock),
      clock: { now: Date.now },
      log,
      onHealth: () => undefined,
    });
    await expect(opening).rejects.toMatchObject({ fault: 'closed' });
  });
});

it('logs slow operations by their name', async () => {
  const directory = temporaryFolder();
  const worker = join(directory, 'slow.worker.ts');
  writeFileSync(
    worker,
    `import { parentPort, workerData } from 'node:worker_threads';
     parentPort.postMessage({ type: 'opened', unclean: false });
     parentPort.on('message', ({ id, method }) => {
       parentPort.postMessage({ type: 'reply', id, tookMs: 55.4, result: { ok: true, value: null } });
       if (method === 'close') parentPort.close();
     });`,
  );
  const { log, lines } = recordingLog();
  const stores = await openStores({
    directory: join(directory, 'data'),
    ...workers,
    cacheWorker: new URL(`file://${worker}`),
    threads: createThreads(systemClock),
    clock: { now: Date.now },
    log,
    onHealth: () => undefined,
  });
  await stores.cache.counters();
  await stores.close();
  expect(lines).toContainEqual({
    level: 'warn',
    text: 'slow store operation',
    details: { store: 'cache', method: 'counters', ms: 55 },
  });
});
