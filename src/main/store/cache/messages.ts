import type { Message, MessageStatus } from '#shared/contracts/records.ts';
import type { Db } from '../sqlite/database.ts';
import { prepared } from '../sqlite/statements.ts';
import { freeKey } from './entry-key.ts';
import { countMessage } from './marks.ts';

/** Who says it: what the gateway says replaces what this desktop assumed, never the reverse. */
export type Source = 'gateway' | 'local';

interface MessageColumns {
  readonly key: number;
  readonly id: string;
  readonly contact_id: string;
  readonly direction: Message['direction'];
  readonly text: string;
  readonly at: number;
  readonly status: MessageStatus;
  readonly confirmed: 0 | 1;
}

const toMessage = (row: MessageColumns): Message => ({
  id: row.id,
  contactId: row.contact_id,
  direction: row.direction,
  text: row.text,
  at: row.at,
  status: row.status,
});

function find(db: Db, id: string): MessageColumns | undefined {
  return prepared<[string], MessageColumns>(db, 'SELECT * FROM messages WHERE id = ?').get(id);
}

export function message(db: Db, id: string): Message | null {
  const row = find(db, id);
  return row === undefined ? null : toMessage(row);
}

function insertMessage(db: Db, value: Message, source: Source): void {
  prepared<[number, string, string, string, string, number, string, number]>(
    db,
    'INSERT INTO messages (key, id, contact_id, direction, text, at, status, confirmed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(
    freeKey(db, 'messages', value.at),
    value.id,
    value.contactId,
    value.direction,
    value.text,
    value.at,
    value.status,
    source === 'gateway' ? 1 : 0,
  );
}

/** Once by id, with marks. @returns the contacts whose conversation changed */
export function putMessage(db: Db, value: Message, source: Source): readonly string[] {
  const known = find(db, value.id);
  if (known === undefined) {
    insertMessage(db, value, source);
    countMessage(db, value, 1);
    return [value.contactId];
  }
  if (source === 'local' && known.confirmed === 1) return [];
  countMessage(db, toMessage(known), -1);
  prepared<[number]>(db, 'DELETE FROM messages WHERE key = ?').run(known.key);
  insertMessage(db, value, source);
  countMessage(db, value, 1);
  return known.contact_id === value.contactId ? [value.contactId] : [known.contact_id, value.contactId];
}

/** @returns false where the message is not known */
export function setMessageStatus(db: Db, id: string, status: MessageStatus): boolean {
  return prepared<[string, string]>(db, 'UPDATE messages SET status = ? WHERE id = ?').run(status, id).changes > 0;
}

/** Messages that only this desktop knows so far, oldest first. */
export function unconfirmedMessages(db: Db): readonly Message[] {
  return prepared<[], MessageColumns>(db, 'SELECT * FROM messages WHERE confirmed = 0 ORDER BY key')
    .all()
    .map(toMessage);
}
