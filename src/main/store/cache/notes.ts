import type { Note } from '#shared/contracts/note.ts';
import { isPlayable } from '#shared/domain/notes.ts';
import type { NoteStanding } from '../cache-store.ts';
import type { Db } from '../sqlite/database.ts';
import { prepared } from '../sqlite/statements.ts';
import { freeKey } from './entry-key.ts';
import { countNote } from './marks.ts';
import type { Source } from './messages.ts';

export interface NoteBody {
  readonly body: string;
}

interface NoteColumns extends NoteBody {
  readonly key: number;
  readonly words: string;
  readonly confirmed: 0 | 1;
  readonly untold: 0 | 1;
}

export const toNote = ({ body }: NoteBody): Note => JSON.parse(body) as Note;

function find(db: Db, id: string): NoteColumns | undefined {
  return prepared<[string], NoteColumns>(db, 'SELECT key, words, body, confirmed, untold FROM notes WHERE id = ?').get(
    id,
  );
}

export function note(db: Db, id: string): Note | null {
  const row = find(db, id);
  return row === undefined ? null : toNote(row);
}

/** A timeline entry is a note with one field more, which is not kept. */
const bodyOf = (value: Note): string => JSON.stringify({ ...value, entry: undefined });

function insertNote(db: Db, value: Note, confirmed: 0 | 1, untold: 0 | 1): void {
  prepared<[number, string, string, number, string, string, number, string, string, string, number, number]>(
    db,
    `INSERT INTO notes (key, id, contact_id, at, direction, kind, duration_ms, status, words, body, confirmed, untold)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    freeKey(db, 'notes', value.at),
    value.id,
    value.contactId,
    value.at,
    value.direction,
    value.kind,
    value.durationMs,
    value.status,
    value.transcript?.text ?? '',
    bodyOf(value),
    confirmed,
    untold,
  );
}

/** Takes the place of what stood there. The full-text index is touched only where the words are other ones. */
function replaceNote(db: Db, known: NoteColumns, value: Note, confirmed: 0 | 1, untold: 0 | 1): void {
  const before = toNote(known);
  countNote(db, before, -1);
  const isInPlace =
    before.at === value.at && before.contactId === value.contactId && known.words === (value.transcript?.text ?? '');
  if (isInPlace)
    prepared<[string, string, number, string, string, number, number, number]>(
      db,
      `UPDATE notes SET direction = ?, kind = ?, duration_ms = ?, status = ?, body = ?, confirmed = ?, untold = ?
       WHERE key = ?`,
    ).run(value.direction, value.kind, value.durationMs, value.status, bodyOf(value), confirmed, untold, known.key);
  else {
    prepared<[number]>(db, 'DELETE FROM notes WHERE key = ?').run(known.key);
    insertNote(db, value, confirmed, untold);
  }
  countNote(db, value, 1);
}

/**
 * Once by id, with marks; the newest word of the gateway counts, except that what was played here stays played until the gateway knows.
 * @returns the contacts whose conversation changed
 */
export function putNote(db: Db, value: Note, source: Source): readonly string[] {
  const known = find(db, value.id);
  const confirmed = source === 'gateway' ? 1 : 0;
  if (known === undefined) {
    insertNote(db, value, confirmed, 0);
    countNote(db, value, 1);
    return [value.contactId];
  }
  if (source === 'local' && known.confirmed === 1) return [];
  const before = toNote(known);
  const isUntold = known.untold === 1 && value.status !== 'played';
  const { status, playedAt, playedBy } = before;
  replaceNote(db, known, isUntold ? { ...value, status, playedAt, playedBy } : value, confirmed, isUntold ? 1 : 0);
  return before.contactId === value.contactId ? [value.contactId] : [before.contactId, value.contactId];
}

/** Notes that only this desktop knows so far, oldest first. */
export function unconfirmedNotes(db: Db): readonly Note[] {
  return prepared<[], NoteBody>(db, 'SELECT body FROM notes WHERE confirmed = 0 ORDER BY key').all().map(toNote);
}

/** @returns the contact whose conversation lost a line */
export function removeUnconfirmedNote(db: Db, id: string): readonly string[] {
  const known = find(db, id);
  if (known === undefined || known.confirmed === 1) return [];
  const { contactId, ...rest } = toNote(known);
  countNote(db, { contactId, ...rest }, -1);
  prepared<[number]>(db, 'DELETE FROM notes WHERE key = ?').run(known.key);
  return [contactId];
}

/** Played here. @returns the contact whose conversation changed */
export function playNote(db: Db, id: string, at: number, by: string): readonly string[] {
  const known = find(db, id);
  const before = known === undefined ? null : toNote(known);
  if (known === undefined || before === null || before.direction === 'out' || before.status === 'played') return [];
  replaceNote(db, known, { ...before, status: 'played', playedAt: at, playedBy: by }, known.confirmed, 1);
  return [before.contactId];
}

/** Incoming ones that nobody has played, and nobody can. */
export function unplayableNotes(db: Db, contactId: string, upTo: number): readonly string[] {
  return prepared<[string, number], NoteBody>(
    db,
    `SELECT body FROM notes WHERE contact_id = ? AND at <= ? AND direction = 'in' AND status <> 'played' ORDER BY key`,
  )
    .all(contactId, upTo)
    .map(toNote)
    .filter(({ flaw }) => !isPlayable(flaw))
    .map(({ id }) => id);
}

/** Played here, and the gateway does not know yet; oldest first. */
export function untoldNotes(
  db: Db,
): readonly { readonly id: string; readonly playedAt: number; readonly playedBy: string }[] {
  return prepared<[], NoteBody>(db, 'SELECT body FROM notes WHERE untold = 1 ORDER BY key')
    .all()
    .map(toNote)
    .map(({ id, at, playedAt, playedBy }) => ({ id, playedAt: playedAt ?? at, playedBy: playedBy ?? '' }));
}

export function playedIsTold(db: Db, id: string): void {
  prepared<[string]>(db, 'UPDATE notes SET untold = 0 WHERE id = ?').run(id);
}

/** In no order; unknown ids are left out. */
export function noteStandings(db: Db, ids: readonly string[]): readonly NoteStanding[] {
  return prepared<[string], NoteStanding>(
    db,
    'SELECT id, at, direction, status FROM notes WHERE id IN (SELECT value FROM json_each(?))',
  ).all(JSON.stringify(ids));
}
