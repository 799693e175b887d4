import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { note, unheardNotes } from '../../../../src/main/store/cache/notes.ts';
import { cacheMigrations } from '../../../../src/main/store/migrations/cache/index.ts';
import { migrate } from '../../../../src/main/store/migrations/migrate.ts';
import { noteOf } from '../support/entries.ts';

it('cache 0008 keeps every note; those with a transcript have none to wait for', () => {
  const db = new Database(':memory:');
  migrate(db, cacheMigrations, 7);
  db.exec("INSERT INTO contacts (id, name, digits, confirmed) VALUES ('anna', 'Anna', '', 1)");
  const insert =
    db.prepare(`INSERT INTO notes (key, id, contact_id, at, direction, kind, duration_ms, status, words, body, confirmed)
    VALUES (?, ?, 'anna', ?, 'in', 'voice', 1, 'delivered', ?, ?, 1)`);
  insert.run(1, 'told', 1, 'words', JSON.stringify(noteOf('told', 'anna', 1)));
  insert.run(2, 'silent', 2, '', JSON.stringify(noteOf('silent', 'anna', 2)));
  migrate(db, cacheMigrations, 8);
  expect(note(db, 'told')).toEqual(noteOf('told', 'anna', 1));
  expect(unheardNotes(db, 0, [])).toEqual({ next: 'silent', count: 1 });
});
