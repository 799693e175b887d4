import type { CacheChanges, LocalChanges } from '../cache-store.ts';
import type { Db } from '../sqlite/database.ts';
import { emptyChangeLog, settle } from './change-log.ts';
import { putContactEvent } from './contact-events.ts';
import { ensureContact, putLocalContact } from './contacts.ts';
import { newestAt } from './conversations.ts';
import { readUpTo } from './marks.ts';
import { putMessage } from './messages.ts';

/** See `CacheStore.putLocal`. One transaction. */
export function putLocal(db: Db, { contacts = [], entries = [] }: LocalChanges): CacheChanges {
  return db
    .transaction(() => {
      const log = emptyChangeLog();
      for (const contact of contacts) if (putLocalContact(db, contact)) log.contacts.add(contact.id);
      for (const item of entries) {
        ensureContact(db, item.contactId);
        const touched = item.entry === 'message' ? putMessage(db, item, 'local') : putContactEvent(db, item, 'local');
        for (const id of touched) log.contacts.add(id);
        if (touched.length > 0) (item.entry === 'message' ? log.messages : log.events).add(item.id);
      }
      return settle(db, log);
    })
    .immediate();
}

/** See `CacheStore.markRead`. */
export function markRead(
  db: Db,
  contactId: string,
  upTo: number,
): { readonly upTo: number | null; readonly changes: CacheChanges } {
  return db
    .transaction(() => {
      const log = emptyChangeLog();
      const newest = newestAt(db, contactId);
      const limit = newest === null ? null : Math.min(upTo, newest);
      const changed = limit !== null && readUpTo(db, contactId, limit);
      if (changed) log.contacts.add(contactId);
      return { upTo: changed ? limit : null, changes: settle(db, log) };
    })
    .immediate();
}
