import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { conversations } from '../../../../src/main/store/cache/conversations.ts';
import { counters } from '../../../../src/main/store/cache/marks.ts';
import { putNote } from '../../../../src/main/store/cache/notes.ts';
import { cacheMigrations } from '../../../../src/main/store/migrations/cache/index.ts';
import { migrate } from '../../../../src/main/store/migrations/migrate.ts';
import { noteOf } from '../support/entries.ts';

it('cache 0006 keeps every conversation as it stood, and notes can be put into it', () => {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  migrate(db, cacheMigrations, 5);
  db.exec(`INSERT INTO contacts (id, name, digits, confirmed) VALUES ('anna', 'Anna', '', 1);
    INSERT INTO conversations (contact_id, last_at, last_entry, last_direction, last_text, unread, missed, read_up_to)
    VALUES ('anna', 7, 'message', 'in', 'Hello', 2, 1, 3)`);
  migrate(db, cacheMigrations, 6);
  const row = { contactId: 'anna', name: 'Anna', phone: null, lastAt: 7, unread: 2, missed: 1 };
  const last = { entry: 'message', direction: 'in', text: 'Hello' };
  expect(conversations(db, ['anna'])).toEqual([{ ...row, last, unplayed: 0 }]);
  migrate(db, cacheMigrations);
  putNote(db, noteOf('n', 'anna', 9), 'gateway');
  expect(counters(db)).toEqual({ unread: 2, missed: 1, unplayed: 1 });
  expect(db.pragma('foreign_key_check')).toEqual([]);
  expect(db.prepare("SELECT read_up_to FROM conversations WHERE contact_id = 'anna'").get()).toEqual({ read_up_to: 3 });
});
