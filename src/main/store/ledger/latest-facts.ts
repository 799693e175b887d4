import type { Contact, ContactEvent } from '#shared/contracts/records.ts';
import type { LatestFacts } from '../ledger-store.ts';
import type { Db } from '../sqlite/database.ts';
import { prepared } from '../sqlite/statements.ts';
import { eventColumns } from './contact-events.ts';
import { boundWorkspace } from './workspace.ts';

/** See `LedgerStore.latestFacts`. Rows are never deleted, so that their ids grow in the order in which they were noted. */
export function latestFacts(db: Db, limit: number): LatestFacts {
  const workspace = boundWorkspace(db);
  const events = prepared<[string, number], ContactEvent>(
    db,
    `SELECT ${eventColumns} FROM contact_events WHERE workspace = ? ORDER BY rowid DESC LIMIT ?`,
  ).all(workspace, limit);
  const calls = prepared<[string, number], Contact>(
    db,
    'SELECT contact_id AS id, name, phone FROM calls WHERE workspace = ? ORDER BY rowid DESC LIMIT ?',
  ).all(workspace, limit);
  const contacts = new Map<string, Contact>();
  for (const contact of calls) if (!contacts.has(contact.id)) contacts.set(contact.id, contact);
  return { contacts: [...contacts.values()], events: events.toReversed() };
}
