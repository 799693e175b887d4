import { mkdirSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCacheFile } from '../../../src/main/store/cache/cache-file.ts';
import { openLedgerFile } from '../../../src/main/store/ledger/ledger-file.ts';
import { pruneDamagedCopies } from '../../../src/main/store/sqlite/damaged-copies.ts';
import { damagedName } from '../../../src/main/store/sqlite/files.ts';
import type { StoreHealth } from '../../../src/main/store/store-health.ts';
import { temporaryFolder } from './support/temporary.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 10, 1);

function copies(folder: string, days: readonly number[], bytes = 10): readonly string[] {
  const path = join(folder, 'ledger.sqlite');
  return days.map((number) => {
    const name = damagedName(path, start + number * day);
    writeFileSync(name, 'x'.repeat(bytes));
    writeFileSync(`${name}-wal`, 'log');
    return name;
  });
}

const limits = { most: 3, bytes: 1_000 };

describe('copies of damaged files', () => {
  it('are kept while they are few, and go whole, the oldest first, where they become many', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'ledger.sqlite');
    const [first = '', second = '', third = '', fourth = '', fifth = ''] = copies(folder, [1, 2, 3, 4, 5]);
    for (const bystander of [
      'ledger.sqlite',
      'ledger.sqlite-wal',
      'cache.sqlite.damaged-2026-01-01',
      'ledger.sqlite.damaged',
    ])
      writeFileSync(join(folder, bystander), '');
    expect(pruneDamagedCopies(path, fifth, limits)).toEqual([second, first]);
    expect(
      readdirSync(folder)
        .filter((name) => name.includes('damaged-'))
        .map((name) => join(folder, name))
        .toSorted(),
    ).toEqual(
      [
        third,
        `${third}-wal`,
        fourth,
        `${fourth}-wal`,
        fifth,
        `${fifth}-wal`,
        join(folder, 'cache.sqlite.damaged-2026-01-01'),
      ].toSorted(),
    );
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining(['ledger.sqlite', 'ledger.sqlite-wal', 'ledger.sqlite.damaged']),
    );
    expect(pruneDamagedCopies(path, fifth, limits)).toEqual([]);
  });

  it('never lose the one just made, however large it is and whatever a wrong clock called it', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'ledger.sqlite');
    const [made = '', ...older] = copies(folder, [-9_000, 1, 2, 3]);
    truncateSync(made, 5_000);
    expect(pruneDamagedCopies(path, made, limits)).toEqual(older.toReversed());
    expect(statSync(made).size).toBe(5_000);
  });

  it('take no more room than they may, but for the newest', () => {
    const folder = temporaryFolder();
    const [old = '', large = '', made = ''] = copies(folder, [1, 2, 3]);
    truncateSync(large, 2_000);
    expect(pruneDamagedCopies(join(folder, 'ledger.sqlite'), made, limits)).toEqual([large, old]);
  });

  it('stay where they cannot be removed', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'ledger.sqlite');
    mkdirSync(join(damagedName(path, start), 'a folder of that name'), { recursive: true });
    const made = copies(folder, [1, 2, 3]).at(-1) ?? '';
    expect(pruneDamagedCopies(path, made, limits)).toEqual([]);
    expect(readdirSync(folder)).toHaveLength(7);
  });

  it('do not pile up, however often a store is damaged, and what went is told', () => {
    const folder = temporaryFolder();
    const told: StoreHealth[] = [];
    for (let number = 0; number < 6; number += 1) {
      for (const [name, open] of [
        ['ledger.sqlite', openLedgerFile],
        ['cache.sqlite', openCacheFile],
      ] as const) {
        writeFileSync(join(folder, name), 'no database '.repeat(500));
        open(join(folder, name), start + number * day, (health) => told.push(health)).db.close();
      }
    }
    const kept = (store: string) => readdirSync(folder).filter((name) => name.startsWith(`${store}.sqlite.damaged-`));
    expect(kept('ledger')).toHaveLength(3);
    expect(kept('cache')).toHaveLength(3);
    const removed = told.flatMap((health) => ('removed' in health ? health.removed : []));
    expect(removed).toHaveLength(6);
    expect(told).toHaveLength(12);
  });
});
