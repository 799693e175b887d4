import type { SearchHit } from '#shared/contracts/ui-replies.ts';
import type { Db } from '../sqlite/database.ts';
import { clampLimit } from '../sqlite/page-cursor.ts';
import { prepared } from '../sqlite/statements.ts';
import { type ContactColumns, toContact } from './contacts.ts';
import { passageOf } from './note-passage.ts';
import { type NoteBody, toNote } from './notes.ts';
import { parseSearch, type SearchQuery, searchedWords } from './search-query.ts';

type ContactMatch = ContactColumns & { readonly last_at: number };

interface MessageMatch {
  readonly message_id: string;
  readonly text: string;
  readonly at: number;
  readonly id: string;
  readonly name: string;
  readonly phone: string | null;
}

type ContactIndex = 'name_search' | 'number_search';

/** Up to so many contacts are looked up and sorted; of more the inbox is walked from the top until enough are found. */
const sortAtMost = 250;
/** So many conversations are looked through for a number that many contacts have before the index is asked which. */
const walkAtMost = 200;

const contactColumns = 'c.id, c.name, c.phone, v.last_at';
const newestFirst = 'ORDER BY v.last_at DESC, v.contact_id DESC LIMIT ?';

function hasMany(db: Db, index: ContactIndex, expression: string): boolean {
  const hits = prepared<[string, number], { n: number }>(
    db,
    `SELECT count(*) AS n FROM (SELECT 1 FROM ${index} WHERE ${index} MATCH ? LIMIT ?)`,
  ).get(expression, sortAtMost + 1);
  return (hits?.n ?? 0) > sortAtMost;
}

/** CROSS JOIN fixes the order of the loops: https://sqlite.org/optoverview.html#crossjoin */
function matchingContacts(
  db: Db,
  index: ContactIndex,
  expression: string,
  { limit, areMany }: { readonly limit: number; readonly areMany: boolean },
): readonly ContactMatch[] {
  // `+` keeps the planner from looking each hit up in the index again instead of comparing with the list.
  const sql = !areMany
    ? `SELECT ${contactColumns} FROM ${index} s CROSS JOIN contacts c ON c.key = s.rowid
         CROSS JOIN conversations v ON v.contact_id = c.id WHERE ${index} MATCH ? ${newestFirst}`
    : `WITH hits (key) AS MATERIALIZED (SELECT rowid FROM ${index} WHERE ${index} MATCH ?)
         SELECT ${contactColumns} FROM conversations v CROSS JOIN contacts c ON c.id = v.contact_id
         WHERE +c.key IN (SELECT key FROM hits) ${newestFirst}`;
  return prepared<[string, number], ContactMatch>(db, sql).all(expression, limit);
}

const contactsByName = (db: Db, names: string, limit: number): readonly ContactMatch[] =>
  matchingContacts(db, 'name_search', names, { limit, areMany: hasMany(db, 'name_search', names) });

/** Where so many contacts have the digits that the first page is full of them, reading them costs less than the index's list of all. */
function contactsByNumber(db: Db, digits: string, limit: number): readonly ContactMatch[] {
  const expression = `"${digits}"`;
  const areMany = hasMany(db, 'number_search', expression);
  if (areMany) {
    const found = prepared<[number, string, number], ContactMatch>(
      db,
      `SELECT ${contactColumns}
       FROM (SELECT contact_id, last_at FROM conversations v ${newestFirst}) v CROSS JOIN contacts c ON c.id = v.contact_id
       WHERE instr(c.digits, ?) > 0 ${newestFirst}`,
    ).all(walkAtMost, digits, limit);
    if (found.length === limit) return found;
  }
  return matchingContacts(db, 'number_search', expression, { limit, areMany });
}

function contactHits(db: Db, { names, digits }: SearchQuery, limit: number): readonly SearchHit[] {
  const byName = names === null ? [] : contactsByName(db, names, limit);
  const byNumber = digits === null ? [] : contactsByNumber(db, digits, limit);
  const found = new Map([...byName, ...byNumber].map((row) => [row.id, row]));
  return [...found.values()]
    .sort((a, b) => b.last_at - a.last_at)
    .slice(0, limit)
    .map((row) => ({ contact: toContact(row), message: null, note: null }));
}

/** The index counts from the newest message on, so it hands them out in that order by itself. */
function messageHits(db: Db, expression: string | null, limit: number): readonly SearchHit[] {
  if (expression === null) return [];
  return prepared<[string, number], MessageMatch>(
    db,
    `SELECT m.id AS message_id, m.text, m.at, c.id, c.name, c.phone
     FROM message_search s CROSS JOIN messages m ON m.key = -s.rowid CROSS JOIN contacts c ON c.id = m.contact_id
     WHERE message_search MATCH ? ORDER BY s.rowid LIMIT ?`,
  )
    .all(expression, limit)
    .map((row) => ({
      contact: toContact(row),
      message: { id: row.message_id, text: row.text, at: row.at },
      note: null,
    }));
}

/** As {@link messageHits}, in an index of its own: a team has few notes, and they cost the search of messages nothing. */
function noteHits(db: Db, expression: string | null, words: readonly string[], limit: number): readonly SearchHit[] {
  if (expression === null) return [];
  return prepared<[string, number], ContactColumns & NoteBody>(
    db,
    `SELECT n.body, c.id, c.name, c.phone
     FROM note_search s CROSS JOIN notes n ON n.key = s.rowid CROSS JOIN contacts c ON c.id = n.contact_id
     WHERE note_search MATCH ? ORDER BY s.rowid DESC LIMIT ?`,
  )
    .all(expression, limit)
    .flatMap((row) => {
      const { id, at, transcript } = toNote(row);
      if (transcript === null) return [];
      return [{ contact: toContact(row), message: null, note: { id, at, ...passageOf(transcript, words) } }];
    });
}

const saidAt = ({ message, note }: SearchHit): number => message?.at ?? note?.at ?? 0;

/** Contacts first, then messages and notes, newest first. Where both are many, each gets at least half of the places. */
export function search(db: Db, query: { readonly text: string; readonly limit: number }): readonly SearchHit[] {
  const limit = clampLimit(query.limit);
  const parsed = parseSearch(query.text);
  const contacts = contactHits(db, parsed, limit);
  const written = messageHits(db, parsed.messages, limit);
  const spoken = noteHits(db, parsed.messages, searchedWords(query.text), limit);
  const said = spoken.length === 0 ? written : [...written, ...spoken].sort((a, b) => saidAt(b) - saidAt(a));
  const places = Math.max(Math.ceil(limit / 2), limit - said.length);
  const shown = contacts.slice(0, places);
  return [...shown, ...said.slice(0, limit - shown.length)];
}
