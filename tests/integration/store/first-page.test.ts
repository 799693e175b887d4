import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { openCacheDatabase } from '../../../src/main/store/cache/cache-file.ts';
import { inboxPage } from '../../../src/main/store/cache/conversations.ts';
import { readFirstPage } from '../../../src/main/store/cache/first-page.ts';
import { putLocal } from '../../../src/main/store/cache/local-changes.ts';
import type { Db } from '../../../src/main/store/sqlite/database.ts';
import { asEntry, contactOf, messageOf } from './support/entries.ts';

const opened: Db[] = [];
afterEach(() => {
  for (const db of opened.splice(0)) db.close();
});

function filled(): { readonly path: string; readonly db: Db } {
  const path = join(mkdtempSync(join(tmpdir(), 'cornetta-first-page-')), 'cache.sqlite');
  const db = openCacheDatabase(path);
  opened.push(db);
  const contacts = Array.from({ length: 5 }, (_, n) => contactOf(`c${n}`, `Contact ${n}`));
  putLocal(db, { contacts, entries: contacts.map(({ id }, n) => asEntry(messageOf(`m${n}`, id, n + 1))) });
  return { path, db };
}

describe('the first page', () => {
  it('is what the cache itself would say, also while its log is not yet in the file', () => {
    const { path, db } = filled();
    const page = readFirstPage(path, 3);
    expect(page?.rows.map(({ contactId }) => contactId)).toEqual(['c4', 'c3', 'c2']);
    expect(page).toEqual(inboxPage(db, { before: null, limit: 3 }));
  });

  it('is read from a cache that was closed in order, which it leaves as it was', () => {
    const { path, db } = filled();
    opened.pop();
    db.close();
    const before = readFileSync(path);
    expect(readFirstPage(path, 50)?.rows).toHaveLength(5);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('is left to the thread where there is no cache, another release wrote it, it is damaged, or its log is long', () => {
    const { path } = filled();
    expect(readFirstPage(`${path}.none`, 50)).toBeNull();
    const other = `${path}.other`;
    const newer = new Database(other);
    newer.pragma('user_version = 99');
    newer.close();
    expect(readFirstPage(other, 50)).toBeNull();
    writeFileSync(`${path}.damaged`, 'no database at all'.repeat(1000));
    expect(readFirstPage(`${path}.damaged`, 50)).toBeNull();
    writeFileSync(`${other}-wal`, Buffer.alloc(5 * 1024 * 1024));
    expect(readFirstPage(other, 50)).toBeNull();
  });
});
