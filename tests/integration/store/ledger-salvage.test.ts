import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openLedgerDatabase } from '../../../src/main/store/ledger/ledger-file.ts';
import { createLedgerService } from '../../../src/main/store/ledger/ledger-service.ts';
import { quickCheck } from '../../../src/main/store/sqlite/quick-check.ts';
import { runHealing } from '../../../src/main/store/sqlite/service.ts';
import type { StoreHealth } from '../../../src/main/store/store-health.ts';
import { crashImage } from './support/crash-image.ts';
import { callOf, eventOf, keptNoteOf, recordingOf } from './support/entries.ts';
import { temporaryFolder } from './support/temporary.ts';

const pageBytes = 4096;
const calls = 600;
/** Calls, contact events, recordings, audit rows, one message and one note. */
const rowCount = 600 + 200 + 120 + 12 + 1 + 1;

function openLedger(folder: string) {
  const path = join(folder, 'ledger.sqlite');
  const health: StoreHealth[] = [];
  const service = createLedgerService(
    path,
    () => 0,
    (event) => health.push(event),
  );
  let open = true;
  const close = (): void => {
    if (open) service.close();
    open = false;
  };
  onTestFinished(close);
  return { folder, path, health, service, close, ...service.handlers };
}

/** A ledger with a long past, closed in order. */
function filledFolder(): string {
  const folder = temporaryFolder();
  const ledger = openLedger(folder);
  for (let n = 0; n < calls; n += 1) {
    const id = `wacid.${String(n).padStart(6, '0')}`;
    ledger.openCall(callOf(id, n, { name: `Contact number ${n} with a name of some length` }));
    if (n % 3 === 0) ledger.addContactEvent(eventOf(`${id}/missed-call`, 'anna', n));
    if (n % 5 === 0) ledger.recordingBegin(recordingOf(id, n));
    if (n % 50 === 0) ledger.auditAppend({ at: n, who: 'anna', what: 'played', details: { recording: id } });
  }
  ledger.outboxAdd({ id: 'm1', contactId: 'anna', text: 'not sent yet', at: 1 });
  ledger.noteKeep(keptNoteOf('n1', 1));
  ledger.noteMove('n1', { from: ['draft'], to: 'pending' });
  ledger.alive(77);
  ledger.close();
  return folder;
}

function countCalls(ledger: ReturnType<typeof openLedger>): number {
  let total = 0;
  let before: string | null = null;
  do {
    const page: ReturnType<typeof ledger.callsPage> = ledger.callsPage({ tab: 'all', before, limit: 200 });
    total += page.rows.length;
    before = page.next;
  } while (before !== null);
  return total;
}

function overwrite(path: string, page: number, fill: number, bytes = pageBytes): void {
  const content = readFileSync(path);
  content.fill(fill, page * pageBytes, page * pageBytes + bytes);
  writeFileSync(path, content);
}

const damagedFiles = (folder: string): string[] =>
  readdirSync(folder).filter((name) => /^ledger\.sqlite\.damaged-[^.]*$/.test(name));

describe('a damaged ledger', () => {
  it('loses nothing where only its first page is gone', () => {
    const folder = filledFolder();
    overwrite(join(folder, 'ledger.sqlite'), 0, 0x5a);
    const ledger = openLedger(folder);
    expect(ledger.health).toMatchObject([{ store: 'ledger', state: 'salvaged', lost: 0 }]);
    expect(countCalls(ledger)).toBe(calls);
    expect(ledger.outboxIn('pending')).toHaveLength(1);
    expect(ledger.auditVerify([]).broken).toBeNull();
    expect(ledger.notesIn('pending')).toMatchObject([keptNoteOf('n1', 1)]);
    expect(ledger.closeInterrupted(1_000, 'gateway')[0]?.endedAt).toBe(77);
  });

  it('is met by a request, mended, and answers that request', () => {
    const folder = filledFolder();
    const path = join(folder, 'ledger.sqlite');
    const ledger = openLedger(folder);
    ledger.close();
    overwrite(path, Math.floor(readFileSync(path).indexOf('Contact number 300 ') / pageBytes), 0);
    const reopened = openLedger(folder);
    const result = runHealing(
      () => [countCalls(reopened), reopened.pendingContactEvents(), reopened.recordingsByState('writing')] as const,
      (cause) => reopened.service.heal(cause),
    );
    expect(result.ok && result.value[0]).toBeGreaterThan(calls - 60);
    expect(reopened.health).toMatchObject([{ state: 'salvaged' }]);
    expect(damagedFiles(folder)).toHaveLength(1);
    reopened.close();
    expect(quickCheck(path)).toBeNull();
  });

  it('is salvaged as far as it reaches where it was cut off, and is kept as it was', () => {
    const folder = filledFolder();
    const path = join(folder, 'ledger.sqlite');
    const size = statSync(path).size;
    truncateSync(path, Math.floor(size / pageBytes / 2) * pageBytes);
    const damaged = readFileSync(path);
    const ledger = openLedger(folder);
    const answered = runHealing(
      () => countCalls(ledger) + ledger.pendingContactEvents().length + ledger.recordingsByState('writing').length,
      (cause) => ledger.service.heal(cause),
    );
    expect(answered.ok).toBe(true);
    expect(ledger.health).toMatchObject([{ state: 'salvaged' }]);
    const [kept] = damagedFiles(folder);
    expect(readFileSync(join(folder, kept!)).subarray(pageBytes)).toEqual(damaged.subarray(pageBytes));
    expect(ledger.openCall(callOf('new', 5)).id).toBe('new');
  });

  it.each([
    ['is no database', Buffer.from('{"this":"is json"}'.repeat(500))],
    ['is empty', Buffer.alloc(0)],
  ])('that %s leaves a working one and a copy', (_what, content) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'ledger.sqlite'), content);
    const ledger = openLedger(folder);
    expect(ledger.health).toMatchObject([{ state: 'salvaged', saved: 0 }]);
    expect(damagedFiles(folder)).toHaveLength(1);
    expect(ledger.openCall(callOf('new', 5)).id).toBe('new');
  });

  it('finishes the exchange of the files that a crash interrupted', () => {
    const folder = filledFolder();
    const path = join(folder, 'ledger.sqlite');
    copyFileSync(path, `${path}.salvaged`);
    writeFileSync(path, 'damaged');
    writeFileSync(`${path}-wal`, 'stale');
    writeFileSync(`${path}.work`, 'left over');
    const ledger = openLedger(folder);
    expect(countCalls(ledger)).toBe(calls);
    expect(ledger.health).toEqual([]);
    expect(readdirSync(folder).filter((name) => /salvag|work|fresh/.test(name))).toEqual([]);
  });

  it('keeps what is in the write-ahead log of a killed session', () => {
    const from = temporaryFolder();
    const running = openLedger(from);
    running.openCall(callOf('a', 1));
    const to = temporaryFolder();
    crashImage(running.path, join(to, 'ledger.sqlite'));
    const ledger = openLedger(to);
    expect(ledger.service.unclean).toBe(true);
    expect(ledger.health).toEqual([]);
    expect(countCalls(ledger)).toBe(1);
  });

  it('opens after any damage of a page, keeps a copy, and afterwards is sound', () => {
    const original = filledFolder();
    const pages = Math.floor(statSync(join(original, 'ledger.sqlite')).size / pageBytes);
    fc.assert(
      fc.property(
        fc.nat(pages - 1),
        fc.nat(255),
        fc.integer({ min: 1, max: 3 }),
        fc.nat(pageBytes - 1),
        (page, fill, width, offset) => {
          const folder = temporaryFolder();
          const path = join(folder, 'ledger.sqlite');
          copyFileSync(join(original, 'ledger.sqlite'), path);
          const content = readFileSync(path);
          content.fill(fill, page * pageBytes + offset, Math.min(content.length, (page + width) * pageBytes));
          writeFileSync(path, content);

          const ledger = openLedger(folder);
          const damage = quickCheck(path);
          if (damage !== null) ledger.service.heal(damage);
          const total = runHealing(
            () => countCalls(ledger),
            (cause) => ledger.service.heal(cause),
          );
          expect(total.ok).toBe(true);
          ledger.close();
          expect(quickCheck(path)).toBeNull();
          if (ledger.health.length > 0) {
            expect(damagedFiles(folder).length).toBeGreaterThan(0);
            expect(ledger.health.every(({ state }) => state === 'salvaged')).toBe(true);
            // A page holds no more rows than this; those that other pages lead to are found without them.
            const saved = ledger.health.map((health) => (health.state === 'salvaged' ? health.saved : 0));
            expect(Math.max(...saved)).toBeGreaterThan(rowCount - width * 80);
          }
        },
      ),
      { numRuns: 30 },
    );
  }, 60_000);
});

it('a ledger of a newer release is refused and not touched', () => {
  const folder = filledFolder();
  const path = join(folder, 'ledger.sqlite');
  const db = openLedgerDatabase(path);
  db.pragma('user_version = 99');
  db.close();
  const before = readFileSync(path);
  expect(() => openLedger(folder)).toThrow(/schema version 99/);
  expect(readFileSync(path)).toEqual(before);
  expect(existsSync(`${path}-wal`)).toBe(false);
});
