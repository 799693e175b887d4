import type { Note } from '#shared/contracts/note.ts';
import type { Failure } from '#shared/result.ts';
import { advance, changeOf, type NoteChange } from '../notes/progress.ts';
import type { Database } from './database.ts';

/** Moves a note forward. Judged where it is written: of two at the same instant the first one counts. */
export interface NoteRequest {
  readonly id: string;
  readonly change: NoteChange;
  /** Only where it was left by them: `in` by a contact, `out` by an agent. */
  readonly direction?: Note['direction'];
  /** Told, each time it is tried, why there is nothing to change; null: it holds now. */
  readonly judged?: (failure: Failure | null) => void;
}

/** What is known of notes, inside the caller's transaction. `put` and `change` answer the note as it is now; null: nothing is new. */
export interface NoteBook {
  put(note: Note): Note | null;
  change(request: NoteRequest): Note | null;
  /** @returns whether it was there, and is gone: only what failed goes */
  remove(id: string): boolean;
}

export function prepareNotes(database: Database): NoteBook {
  const find = database.prepare<[string], { readonly body: string }>('SELECT body FROM states WHERE key = ?');
  const keep = database.prepare('INSERT OR REPLACE INTO states (key, body) VALUES (?, ?)');
  const list = database.prepare(
    `INSERT INTO notes (id, contact_id, call_id, direction, at, status)
     VALUES (@id, @contactId, @callId, @direction, @at, @status)
     ON CONFLICT (id) DO UPDATE SET status = excluded.status`,
  );
  const forget = database.prepare('DELETE FROM states WHERE key = ?');
  const unlist = database.prepare("DELETE FROM notes WHERE id = ? AND direction = 'out' AND status = 'failed'");
  const noteOf = (id: string): Note | null => {
    const row = find.get(`note/${id}`);
    return row === undefined ? null : (JSON.parse(row.body) as { readonly note: Note }).note;
  };
  const write = (note: Note): Note => {
    const { id, contactId, callId, direction, at, status } = note;
    keep.run(`note/${id}`, JSON.stringify({ type: 'note', note }));
    list.run({ id, contactId, callId, direction, at, status });
    return note;
  };
  const changed = (before: Note, change: NoteChange): Note | null => {
    const after = advance(before, change);
    return after === before ? null : write(after);
  };
  return {
    put: (note) => {
      const before = noteOf(note.id);
      if (before === null) return write(note);
      const isTheSame = before.contactId === note.contactId && before.direction === note.direction;
      return isTheSame ? changed(before, changeOf(note)) : null;
    },
    remove: (id) => unlist.run(id).changes > 0 && forget.run(`note/${id}`).changes > 0,
    change: ({ id, change, direction, judged = () => undefined }) => {
      const before = noteOf(id);
      if (before === null) judged({ code: 'not-found', detail: 'no such note' });
      else if (direction !== undefined && before.direction !== direction)
        judged({ code: 'invalid', detail: 'it was left by the other side' });
      else {
        judged(null);
        return changed(before, change);
      }
      return null;
    },
  };
}
