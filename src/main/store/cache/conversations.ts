import type { ConversationRow, Page } from '#shared/contracts/records.ts';
import type { Db } from '../sqlite/database.ts';
import { clampLimit, parsePageCursor, toPage } from '../sqlite/page-cursor.ts';
import { prepared } from '../sqlite/statements.ts';

interface ConversationColumns {
  readonly contact_id: string;
  readonly name: string;
  readonly phone: string | null;
  readonly last_at: number;
  readonly last: string | null;
  readonly unread: number;
  readonly missed: number;
  readonly unplayed: number;
}

/** A list shows one line of the newest message; the whole text stands in the conversation. */
const previewLength = 200;

/** `last_*` as the contract's object; null where nothing was said yet. */
const columns = `v.contact_id, c.name, c.phone, v.last_at, v.unread, v.missed, v.unplayed,
  CASE v.last_entry
    WHEN 'message' THEN json_object('entry', 'message', 'direction', v.last_direction, 'text', v.last_text)
    WHEN 'event' THEN json_object('entry', 'event', 'type', v.last_type)
    WHEN 'note' THEN json_object('entry', 'note', 'direction', v.last_direction, 'kind', v.last_kind, 'durationMs', v.last_duration_ms)
  END AS last`;

const toRow = (row: ConversationColumns): ConversationRow => ({
  contactId: row.contact_id,
  name: row.name,
  phone: row.phone,
  last: row.last === null ? null : (JSON.parse(row.last) as ConversationRow['last']),
  lastAt: row.last_at,
  unread: row.unread,
  missed: row.missed,
  unplayed: row.unplayed,
});

export function inboxPage(
  db: Db,
  query: { readonly before: string | null; readonly limit: number },
): Page<ConversationRow> {
  const before = parsePageCursor(query.before);
  const limit = clampLimit(query.limit);
  const found = prepared<[number, string, number], ConversationColumns>(
    db,
    `SELECT ${columns} FROM conversations v JOIN contacts c ON c.id = v.contact_id
     WHERE (v.last_at, v.contact_id) < (?, ?) ORDER BY v.last_at DESC, v.contact_id DESC LIMIT ?`,
  ).all(before.at, before.id, limit + 1);
  return toPage(found, limit, (row) => ({ at: row.last_at, id: row.contact_id }), toRow);
}

/** In the order of the ids; unknown ones are left out. */
export function conversations(db: Db, contactIds: readonly string[]): readonly ConversationRow[] {
  const one = prepared<[string], ConversationColumns>(
    db,
    `SELECT ${columns} FROM conversations v JOIN contacts c ON c.id = v.contact_id WHERE v.contact_id = ?`,
  );
  return contactIds.flatMap((id) => {
    const row = one.get(id);
    return row === undefined ? [] : [toRow(row)];
  });
}

/** The newest of messages, events and notes, the ones with the same time apart by their order in the conversation. */
const newestEntry = `
  SELECT * FROM (SELECT at, id, 'message' AS entry, direction, substr(text, 1, ${previewLength}) AS text, NULL AS type,
                        NULL AS kind, NULL AS duration_ms
                 FROM messages WHERE contact_id = @contact ORDER BY at DESC, id DESC LIMIT 1)
  UNION ALL
  SELECT * FROM (SELECT at, id, 'event', NULL, NULL, type, NULL, NULL
                 FROM contact_events WHERE contact_id = @contact ORDER BY at DESC, id DESC LIMIT 1)
  UNION ALL
  SELECT * FROM (SELECT at, id, 'note', direction, NULL, NULL, kind, duration_ms
                 FROM notes WHERE contact_id = @contact ORDER BY at DESC, id DESC LIMIT 1)
  ORDER BY at DESC, id DESC LIMIT 1`;

/** Makes the conversation's newest line and its place in the inbox right again. */
export function refreshNewest(db: Db, contactId: string): void {
  prepared<[{ contact: string }]>(
    db,
    `UPDATE conversations
     SET last_at = coalesce(newest.at, 0), last_entry = newest.entry, last_direction = newest.direction,
         last_text = newest.text, last_type = newest.type, last_kind = newest.kind, last_duration_ms = newest.duration_ms
     FROM (SELECT 1) LEFT JOIN (${newestEntry}) AS newest
     WHERE contact_id = @contact`,
  ).run({ contact: contactId });
}

export function refreshAllNewest(db: Db): void {
  const ids = db.prepare<[], { contact_id: string }>('SELECT contact_id FROM conversations').all();
  for (const { contact_id: id } of ids) refreshNewest(db, id);
}

/** Time of the newest entry; null where there is none. */
export function newestAt(db: Db, contactId: string): number | null {
  const row = prepared<[string], { last_at: number }>(
    db,
    'SELECT last_at FROM conversations WHERE contact_id = ? AND last_entry IS NOT NULL',
  ).get(contactId);
  return row?.last_at ?? null;
}
