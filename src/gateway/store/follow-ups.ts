import type { StateEvent } from '#shared/contracts/agent.ts';
import { type FollowUp, type FollowUpAct, followUp as followUpSchema } from '#shared/contracts/follow-up.ts';
import type { Note } from '#shared/contracts/note.ts';
import {
  type Actor,
  actOn,
  emptyBook,
  type FollowUpBook,
  type FollowUpFact,
  noteFact,
  showNote,
} from '#shared/domain/follow-ups.ts';
import type { Failure } from '#shared/result.ts';
import type { Database } from './database.ts';

type FollowUpEvent = Extract<StateEvent, { type: 'follow-up' }>;

/** What an agent does with a follow-up. Judged where it is written: of two at the same instant the first one wins. */
export interface FollowUpRequest {
  readonly id: string;
  readonly act: FollowUpAct;
  readonly by: Actor;
  /** By the clock by which its calls are dated. */
  readonly at: number;
  /** Told, each time it is tried, why nothing was changed; null: it was done. */
  readonly judged: (failure: Failure | null) => void;
}

interface BookRow {
  readonly newest: string | null;
  readonly talked_at: number | null;
}

export interface FollowUpBooks {
  note(fact: FollowUpFact): readonly FollowUpEvent[];
  /** The contact left a note, or one of its notes was played. */
  noteLeft(contactId: string): readonly FollowUpEvent[];
  act(request: FollowUpRequest): readonly FollowUpEvent[];
}

/** Keeps the follow-ups inside the caller's transaction. Each function answers what is to be told, and leave the states to the caller. */
export function prepareFollowUps(database: Database): FollowUpBooks {
  const count = database.prepare('INSERT OR IGNORE INTO follow_up_calls (call_id) VALUES (?)');
  const find = database.prepare<[string], BookRow>(
    'SELECT newest, talked_at FROM follow_up_contacts WHERE contact_id = ?',
  );
  const keep = database.prepare(
    'INSERT OR REPLACE INTO follow_up_contacts (contact_id, newest, talked_at) VALUES (?, ?, ?)',
  );
  const state = database.prepare<[string], { readonly body: string }>('SELECT body FROM states WHERE key = ?');

  const followUpOf = (id: string): FollowUp | null => {
    const row = state.get(`follow-up/${id}`);
    // Parsed, for what an older version wrote has no note.
    return row === undefined ? null : followUpSchema.parse((JSON.parse(row.body) as FollowUpEvent).followUp);
  };
  const bookOf = (contactId: string): FollowUpBook => {
    const row = find.get(contactId);
    if (row === undefined) return emptyBook;
    return { newest: row.newest === null ? null : followUpOf(row.newest), talkedAt: row.talked_at };
  };
  const findNote = database.prepare<[string, number, string], { readonly body: string }>(
    `SELECT body FROM notes JOIN states ON key = 'note/' || id
     WHERE contact_id = ? AND direction = 'in' AND (at >= ? OR call_id = ?)
     ORDER BY status = 'played', at DESC, id LIMIT 1`,
  );
  /** With the newest note that nobody has played, or else the newest one. */
  const withNote = (book: FollowUpBook): FollowUpBook => {
    if (book.newest === null) return book;
    const { contactId, firstAt, id } = book.newest;
    const row = findNote.get(contactId, firstAt, id);
    return row === undefined ? book : showNote(book, (JSON.parse(row.body) as { readonly note: Note }).note);
  };
  const told = (followUp: FollowUp | null, before: FollowUp | null): readonly FollowUpEvent[] =>
    followUp === null || followUp === before ? [] : [{ type: 'follow-up', followUp }];

  return {
    note: (fact) => {
      const isCounted = count.run(fact.callId).changes === 0;
      const before = bookOf(fact.contactId);
      const noted = noteFact(before, fact, isCounted);
      const after = noted === before ? before : withNote(noted);
      if (after === before) return [];
      keep.run(fact.contactId, after.newest?.id ?? null, after.talkedAt);
      return told(after.newest, before.newest);
    },
    noteLeft: (contactId) => {
      const before = bookOf(contactId);
      return told(withNote(before).newest, before.newest);
    },
    act: ({ id, act, by, at, judged }) => {
      const followUp = followUpOf(id);
      if (followUp === null) {
        judged({ code: 'not-found', detail: 'no such follow-up' });
        return [];
      }
      const after = actOn(followUp, act, by, at, bookOf(followUp.contactId));
      judged(after.ok ? null : after.error);
      return after.ok ? told(after.value, followUp) : [];
    },
  };
}
