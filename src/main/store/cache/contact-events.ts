import type { ContactEvent } from '#shared/contracts/records.ts';
import type { Db } from '../sqlite/database.ts';
import { prepared } from '../sqlite/statements.ts';
import { countEvent } from './marks.ts';
import type { Source } from './messages.ts';

export interface ContactEventColumns {
  readonly id: string;
  readonly contact_id: string;
  readonly type: ContactEvent['type'];
  readonly at: number;
  readonly call_id: string | null;
  readonly kind: ContactEvent['kind'];
  readonly duration_ms: number | null;
  readonly agent: string | null;
}

type StoredEvent = ContactEventColumns & { readonly confirmed: 0 | 1 };

export const toContactEvent = (row: ContactEventColumns): ContactEvent => ({
  id: row.id,
  contactId: row.contact_id,
  type: row.type,
  at: row.at,
  callId: row.call_id,
  kind: row.kind,
  durationMs: row.duration_ms,
  agent: row.agent,
});

function find(db: Db, id: string): StoredEvent | undefined {
  return prepared<[string], StoredEvent>(db, 'SELECT * FROM contact_events WHERE id = ?').get(id);
}

export function contactEvent(db: Db, id: string): ContactEvent | null {
  const row = find(db, id);
  return row === undefined ? null : toContactEvent(row);
}

function insertContactEvent(db: Db, event: ContactEvent, source: Source): void {
  prepared<[string, string, string, number, string | null, string | null, number | null, string | null, number]>(
    db,
    `INSERT INTO contact_events (id, contact_id, type, at, call_id, kind, duration_ms, agent, confirmed)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    event.id,
    event.contactId,
    event.type,
    event.at,
    event.callId,
    event.kind,
    event.durationMs,
    event.agent,
    source === 'gateway' ? 1 : 0,
  );
}

/** Once by id, with marks. @returns the contacts whose conversation changed */
export function putContactEvent(db: Db, event: ContactEvent, source: Source): readonly string[] {
  const known = find(db, event.id);
  if (known === undefined) {
    insertContactEvent(db, event, source);
    countEvent(db, event, 1);
    return [event.contactId];
  }
  if (source === 'local' && known.confirmed === 1) return [];
  countEvent(db, toContactEvent(known), -1);
  prepared<[string]>(db, 'DELETE FROM contact_events WHERE id = ?').run(event.id);
  insertContactEvent(db, event, source);
  countEvent(db, event, 1);
  return known.contact_id === event.contactId ? [event.contactId] : [known.contact_id, event.contactId];
}

/** Events that only this desktop knows so far, oldest first. */
export function unconfirmedEvents(db: Db): readonly ContactEvent[] {
  return prepared<[], ContactEventColumns>(db, 'SELECT * FROM contact_events WHERE confirmed = 0 ORDER BY at, id')
    .all()
    .map(toContactEvent);
}
