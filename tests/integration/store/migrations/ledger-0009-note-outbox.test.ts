import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import {
  noteAttempt,
  noteKeep,
  noteKept,
  noteMove,
  notesIn,
  notesUnsent,
} from '../../../../src/main/store/ledger/note-outbox.ts';
import { bindWorkspace } from '../../../../src/main/store/ledger/workspace.ts';
import { ledgerMigrations } from '../../../../src/main/store/migrations/ledger/index.ts';
import { migrate } from '../../../../src/main/store/migrations/migrate.ts';
import { keptNoteOf } from '../support/entries.ts';

it('ledger 0009 keeps a note from draft to done, once by id, for its workspace alone', () => {
  const db = new Database(':memory:');
  migrate(db, ledgerMigrations, 8);
  migrate(db, ledgerMigrations, 9);
  // What is tested with it is this release's.
  migrate(db, ledgerMigrations);
  bindWorkspace(db, 'gateway a');
  const fresh = { state: 'draft', attempts: 0, error: null };
  noteKeep(db, keptNoteOf('n', 5));
  noteKeep(db, keptNoteOf('n', 9, { bytes: 1 }));
  noteKeep(db, keptNoteOf('m', 4));
  expect(noteKept(db, 'n'), 'media that was finished once more').toEqual({
    ...keptNoteOf('n', 5, { bytes: 1 }),
    ...fresh,
  });
  expect(noteKept(db, 'unknown')).toBeNull();
  expect(notesIn(db, 'draft').map(({ id }) => id)).toEqual(['m', 'n']);

  expect(noteMove(db, 'n', { from: ['failed'], to: 'pending' })).toMatchObject({ state: 'draft' });
  expect(noteMove(db, 'n', { from: ['draft'], to: 'pending', at: 7 })).toMatchObject({ state: 'pending', at: 7 });
  noteAttempt(db, 'n', 'offline');
  noteKeep(db, keptNoteOf('n', 5, { bytes: 2 }));
  expect(notesIn(db, 'pending')).toMatchObject([{ id: 'n', attempts: 1, error: 'offline', bytes: 1 }]);
  expect(noteMove(db, 'unknown', { from: ['draft'], to: 'pending' })).toBeNull();

  bindWorkspace(db, 'gateway b');
  expect(notesIn(db, 'pending')).toEqual([]);
  expect(notesUnsent(db).toSorted()).toEqual(['m', 'n']);
  bindWorkspace(db, 'gateway a');
  noteMove(db, 'm', { from: ['draft'], to: 'discarded' });
  expect(noteMove(db, 'n', { from: ['pending'], to: 'done' })).toMatchObject({ state: 'done', error: null });
  expect(notesUnsent(db)).toEqual([]);
});
