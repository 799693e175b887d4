import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openCacheDatabase } from '../../../../src/main/store/cache/cache-file.ts';
import { openLedgerDatabase } from '../../../../src/main/store/ledger/ledger-file.ts';
import type { Db } from '../../../../src/main/store/sqlite/database.ts';

/** A folder of the test's own, removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cornetta-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function closing(db: Db): Db {
  onTestFinished(() => {
    db.close();
  });
  return db;
}

export const temporaryCache = (): Db => closing(openCacheDatabase(join(temporaryFolder(), 'cache.sqlite')));
export const temporaryLedger = (): Db => closing(openLedgerDatabase(join(temporaryFolder(), 'ledger.sqlite')));
