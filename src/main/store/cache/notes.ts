import type { Note } from '#shared/contracts/note.ts';
import { isPlayable } from '#shared/domain/notes.ts';
import type { NoteStanding, UnheardNotes } from '../cache-store.ts';
import type { Db } from '../sqlite/database.ts';
import { prepared } from '../sqlite/statements.ts';
import { freeKey } from './entry-key.ts';
import { countNote } from './marks.ts';
import type { Source } from './messages.ts';
import { keepsTranscripts } from './position.ts';

export interface NoteBody {
  readonly body: string;
}

interface NoteColumns extends NoteBody {
  readonly key: number;
  readonly words: string;
  readonly confirmed: 0 | 1;
  readonly untold: 0 | 1;
  readonly heard: 0 | 1;
}

/** What this desktop knows of a note besides the gateway's word. */
type Marks = Pick<NoteColumns, 'confirmed' | 'untold' | 'heard'>;

export const toNote = ({ body }: NoteBody): Note => JSON.parse(body) as Note;

function find(db: Db, id: string): NoteColumns | undefined {
  return prepared<[string], NoteColumns>(
    db,
    'SELECT key, words, body, confirmed, untold, heard FROM notes WHERE id = ?',
  ).get(id);
}

export function note(db: Db, id: string): Note | null {
  const row = find(db, id);
  return row === undefined ? null : toNote(row);
}

/** A timeline entry is a note with one field more, which is not kept. */
const bodyOf = (value: Note): string => JSON.stringify({ ...value, entry: undefined });

function insertNote(db: Db, value: Note, { confirmed, untold, heard }: Marks): void {
  prepared<[number, string, string, number, string, string, number, string, string, string, number, number, number]>(
    db,
    `INSERT INTO notes (key, id, contact_id, at, direction, kind, duration_ms, status, words, body, confirmed, untold, heard)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
    heard,
  );
}

/** Takes the place of what stood there. The full-text index is touched only where the words are other ones. */
function replaceNote(db: Db, known: NoteColumns, value: Note, marks: Marks): void {
  const before = toNote(known);
  countNote(db, before, -1);
  const isInPlace =
    before.at === value.at && before.contactId === value.contactId && known.words === (value.transcript?.text ?? '');
  if (isInPlace)
    prepared<[string, string, number, string, string, number, number, number, number]>(
      db,
      `UPDATE notes SET direction = ?, kind = ?, duration_ms = ?, status = ?, body = ?, confirmed = ?, untold = ?, heard = ?
       WHERE key = ?`,
    ).run(
      value.direction,
      value.kind,
      value.durationMs,
      value.status,
      bodyOf(value),
      marks.confirmed,
      marks.untold,
      marks.heard,
      known.key,
    );
  else {
    prepared<[number]>(db, 'DELETE FROM notes WHERE key = ?').run(known.key);
    insertNote(db, value, marks);
  }
  countNote(db, value, 1);
}

/**
 * Once by id, with marks; the newest word of the gateway counts, except that what was played here stays played until the gateway knows, and what was written down here
 * stays until the provider has something better.
 * @returns the contacts whose conversation changed
 */
export function putNote(db: Db, told: Note, source: Source): readonly string[] {
  const value = keepsTranscripts(db) ? told : { ...told, transcript: null };
  const known = find(db, value.id);
  const isTold = source === 'gateway' ? 1 : 0;
  if (known === undefined) {
    insertNote(db, value, { confirmed: isTold, untold: 0, heard: 0 });
    countNote(db, value, 1);
    return [value.contactId];
  }
  const before = toNote(known);
  // What the gateway says counts, until one that it could not send is tried again here, and until that has failed, too.
  const isAnotherTry = ['failed sending', 'sending failed'].includes(`${before.status} ${value.status}`);
  if (source === 'local' && known.confirmed === 1 && !isAnotherTry) return [];
  const isUntold = known.untold === 1 && value.status !== 'played';
  const { status, playedAt, playedBy } = before;
  const transcript = value.transcript ?? (before.transcript?.origin === 'desktop' ? before.transcript : null);
  const next = { ...value, transcript, ...(isUntold ? { status, playedAt, playedBy } : {}) };
  // That the gateway has it stays true.
  const confirmed = known.confirmed === 1 ? 1 : isTold;
  replaceNote(db, known, next, { confirmed, untold: isUntold ? 1 : 0, heard: known.heard });
  return before.contactId === value.contactId ? [value.contactId] : [before.contactId, value.contactId];
}

/** Notes that only this desktop knows so far, oldest first. */
export function unconfirmedNotes(db: Db): readonly Note[] {
  return prepared<[], NoteBody>(db, 'SELECT body FROM notes WHERE confirmed = 0 ORDER BY key').all().map(toNote);
}

/** @returns the contact whose conversation lost a line */
export function removeUnconfirmedNote(db: Db, id: string): readonly string[] {
  const known = find(db, id);
  return known === undefined || known.confirmed === 1 ? [] : removeNote(db, id);
}

/** The gateway has it no more. @returns as {@link removeUnconfirmedNote} */
export function removeNote(db: Db, id: string): readonly string[] {
  const known = find(db, id);
  if (known === undefined) return [];
  const value = toNote(known);
  countNote(db, value, -1);
  prepared<[number]>(db, 'DELETE FROM notes WHERE key = ?').run(known.key);
  return [value.contactId];
}

/** Played here. @returns the contact whose conversation changed */
export function playNote(db: Db, id: string, at: number, by: string): readonly string[] {
  const known = find(db, id);
  const before = known === undefined ? null : toNote(known);
  if (known === undefined || before === null || before.direction === 'out' || before.status === 'played') return [];
  replaceNote(db, known, { ...before, status: 'played', playedAt: at, playedBy: by }, { ...known, untold: 1 });
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

/**
 * What this desktop's own transcriber made of a note; null: nothing was understood. What the provider wrote down stays.
 * @returns the contact whose conversation changed
 */
export function hearNote(db: Db, id: string, transcript: Note['transcript']): readonly string[] {
  const known = find(db, id);
  if (known === undefined) return [];
  const before = toNote(known);
  const isOurs = transcript !== null && before.transcript?.origin !== 'provider' && keepsTranscripts(db);
  replaceNote(db, known, isOurs ? { ...before, transcript } : before, { ...known, heard: 1 });
  return isOurs ? [before.contactId] : [];
}

/** Takes away what is written down of notes, whoever did so. @returns those concerned */
export function silenceNotes(db: Db): readonly Note[] {
  const written = prepared<[], NoteColumns>(
    db,
    `SELECT key, words, body, confirmed, untold, heard FROM notes WHERE heard = 1 OR json_extract(body, '$.transcript') IS NOT NULL`,
  ).all();
  for (const known of written) replaceNote(db, known, { ...toNote(known), transcript: null }, { ...known, heard: 0 });
  return written.map(toNote);
}

/** What {@link hearNote} was told, of every note, so that it can be told again elsewhere. */
export function heardNotes(db: Db): readonly { readonly id: string; readonly transcript: Note['transcript'] }[] {
  return prepared<[], NoteBody>(db, 'SELECT body FROM notes WHERE heard = 1')
    .all()
    .map(toNote)
    .map(({ id, transcript }) => ({ id, transcript: transcript?.origin === 'desktop' ? transcript : null }));
}

/** Newest first, and how many there are; those that only this desktop knows are not among them. See `CacheStore.unheard`. */
export function unheardNotes(db: Db, since: number, without: readonly string[]): UnheardNotes {
  const where = `heard = 0 AND words = '' AND confirmed = 1 AND at >= ? AND id NOT IN (SELECT value FROM json_each(?))`;
  const skipped = JSON.stringify(without);
  const next = prepared<[number, string], { readonly id: string }>(
    db,
    `SELECT id FROM notes WHERE ${where} ORDER BY key DESC LIMIT 1`,
  ).get(since, skipped);
  const counted = prepared<[number, string], { readonly count: number }>(
    db,
    `SELECT count(*) AS count FROM notes WHERE ${where}`,
  ).get(since, skipped);
  return { next: next?.id ?? null, count: counted?.count ?? 0 };
}
