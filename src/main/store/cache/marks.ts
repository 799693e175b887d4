/**
 * Unread and missed marks, kept up to date by each write. An incoming message counts as unread, a missed call as missed,
 * while it is newer than what somebody has read. The order in which entries and reads arrive makes no difference.
 * An incoming note counts as unplayed until somebody has played it, read or not.
 */
import type { Note } from '#shared/contracts/note.ts';
import type { ContactEvent, Message } from '#shared/contracts/records.ts';
import { isMissedType, missedTypes } from '#shared/domain/missed.ts';
import type { CacheCounters } from '../cache-store.ts';
import type { Db } from '../sqlite/database.ts';
import { prepared } from '../sqlite/statements.ts';

const missedList = missedTypes.map((type) => `'${type}'`).join(', ');

type Mark = 'unread' | 'missed';

/** `by` is 1 for an entry that came, -1 for one that went. */
type Step = 1 | -1;

function count(db: Db, mark: Mark, contactId: string, at: number, by: Step): void {
  prepared<[number, string, number]>(
    db,
    `UPDATE conversations SET ${mark} = max(0, ${mark} + ?) WHERE contact_id = ? AND read_up_to < ?`,
  ).run(by, contactId, at);
}

export function countMessage(db: Db, message: Pick<Message, 'contactId' | 'direction' | 'at'>, by: Step): void {
  if (message.direction === 'in') count(db, 'unread', message.contactId, message.at, by);
}

export function countEvent(db: Db, event: Pick<ContactEvent, 'contactId' | 'type' | 'at'>, by: Step): void {
  if (isMissedType(event.type)) count(db, 'missed', event.contactId, event.at, by);
}

export function countNote(db: Db, note: Pick<Note, 'contactId' | 'direction' | 'status'>, by: Step): void {
  if (note.direction === 'out' || note.status === 'played') return;
  prepared<[number, string]>(db, 'UPDATE conversations SET unplayed = max(0, unplayed + ?) WHERE contact_id = ?').run(
    by,
    note.contactId,
  );
}

/** @returns false where at least as much was read before */
export function readUpTo(db: Db, contactId: string, upTo: number): boolean {
  const { changes } = prepared<[number, string, number]>(
    db,
    'UPDATE conversations SET read_up_to = ? WHERE contact_id = ? AND read_up_to < ?',
  ).run(upTo, contactId, upTo);
  if (changes === 0) return false;
  prepared<[{ contact: string; upTo: number }]>(
    db,
    `UPDATE conversations SET
       unread = (SELECT count(*) FROM messages WHERE contact_id = @contact AND at > @upTo AND direction = 'in'),
       missed = (SELECT count(*) FROM contact_events WHERE contact_id = @contact AND at > @upTo AND type IN (${missedList}))
     WHERE contact_id = @contact`,
  ).run({ contact: contactId, upTo });
  return true;
}

/** How far each conversation was read, where it was at all. */
export function readMarks(db: Db): readonly { readonly contactId: string; readonly upTo: number }[] {
  return prepared<[], { contactId: string; upTo: number }>(
    db,
    'SELECT contact_id AS contactId, read_up_to AS upTo FROM conversations WHERE read_up_to >= 0',
  ).all();
}

export function counters(db: Db): CacheCounters {
  const row = prepared<[], CacheCounters>(
    db,
    `SELECT coalesce(sum(unread), 0) AS unread, coalesce(sum(missed), 0) AS missed, coalesce(sum(unplayed), 0) AS unplayed
     FROM conversations WHERE unread > 0 OR missed > 0 OR unplayed > 0`,
  ).get();
  return row ?? { unread: 0, missed: 0, unplayed: 0 };
}
