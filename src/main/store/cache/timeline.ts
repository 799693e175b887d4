import type { Message, Page, TimelineEntry } from '#shared/contracts/records.ts';
import type { Db } from '../sqlite/database.ts';
import { clampLimit, parsePageCursor, toPage } from '../sqlite/page-cursor.ts';
import { prepared } from '../sqlite/statements.ts';
import { type ContactEventColumns, toContactEvent } from './contact-events.ts';
import { type NoteBody, toNote } from './notes.ts';

type EntryColumns =
  | (ContactEventColumns & { readonly entry: 'event' })
  | (NoteBody & { readonly entry: 'note'; readonly id: string; readonly at: number })
  | {
      readonly entry: 'message';
      readonly id: string;
      readonly contact_id: string;
      readonly at: number;
      readonly direction: Message['direction'];
      readonly text: string;
      readonly status: Message['status'];
    };

function toEntry(row: EntryColumns): TimelineEntry {
  if (row.entry === 'event') return { entry: 'event', ...toContactEvent(row) };
  if (row.entry === 'note') return { entry: 'note', ...toNote(row) };
  const { entry, id, contact_id: contactId, at, direction, text, status } = row;
  return { entry, id, contactId, at, direction, text, status };
}

/** Each side is read backwards along its own index and no further than the page reaches. */
const pageSql = `
  SELECT * FROM (
    SELECT 'message' AS entry, id, contact_id, at, direction, text, status,
           NULL AS type, NULL AS call_id, NULL AS kind, NULL AS duration_ms, NULL AS agent, NULL AS body
    FROM messages WHERE contact_id = @contact AND (at, id) < (@at, @id) ORDER BY at DESC, id DESC LIMIT @rows)
  UNION ALL
  SELECT * FROM (
    SELECT 'event', id, contact_id, at, NULL, NULL, NULL, type, call_id, kind, duration_ms, agent, NULL
    FROM contact_events WHERE contact_id = @contact AND (at, id) < (@at, @id) ORDER BY at DESC, id DESC LIMIT @rows)
  UNION ALL
  SELECT * FROM (
    SELECT 'note', id, contact_id, at, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, body
    FROM notes WHERE contact_id = @contact AND (at, id) < (@at, @id) ORDER BY at DESC, id DESC LIMIT @rows)
  ORDER BY at DESC, id DESC LIMIT @rows`;

export function timelinePage(
  db: Db,
  query: { readonly contactId: string; readonly before: string | null; readonly limit: number },
): Page<TimelineEntry> {
  const before = parsePageCursor(query.before);
  const limit = clampLimit(query.limit);
  const found = prepared<[Record<string, string | number>], EntryColumns>(db, pageSql).all({
    contact: query.contactId,
    at: before.at,
    id: before.id,
    rows: limit + 1,
  });
  const page = toPage(found, limit, (row) => row, toEntry);
  return { rows: page.rows.toReversed(), next: page.next };
}
