import type { NoteTranscript } from '#shared/contracts/note.ts';
import type { TimelineEntry } from '#shared/contracts/records.ts';
import { unreachable } from '#shared/never.ts';
import type { CacheChanges, LocalChanges } from '../cache-store.ts';
import type { Db } from '../sqlite/database.ts';
import { type ChangeLog, emptyChangeLog, settle } from './change-log.ts';
import { putContactEvent } from './contact-events.ts';
import { ensureContact, putLocalContact } from './contacts.ts';
import { newestAt } from './conversations.ts';
import { readUpTo } from './marks.ts';
import { putMessage } from './messages.ts';
import { hearNote, playNote, putNote, removeUnconfirmedNote, unplayableNotes } from './notes.ts';

/** See `CacheStore.putLocal`. One transaction. */
export function putLocal(db: Db, { contacts = [], entries = [] }: LocalChanges): CacheChanges {
  return db
    .transaction(() => {
      const log = emptyChangeLog();
      for (const contact of contacts) if (putLocalContact(db, contact)) log.contacts.add(contact.id);
      for (const item of entries) {
        ensureContact(db, item.contactId);
        const touched = putEntry(db, item);
        for (const id of touched) log.contacts.add(id);
        if (touched.length > 0) changedIds(log, item).add(item.id);
      }
      return settle(db, log);
    })
    .immediate();
}

function putEntry(db: Db, item: TimelineEntry): readonly string[] {
  switch (item.entry) {
    case 'message':
      return putMessage(db, item, 'local');
    case 'event':
      return putContactEvent(db, item, 'local');
    case 'note':
      return putNote(db, item, 'local');
    default:
      return unreachable(item);
  }
}

function changedIds(log: ChangeLog, item: TimelineEntry): Set<string> {
  switch (item.entry) {
    case 'message':
      return log.messages;
    case 'event':
      return log.events;
    case 'note':
      return log.notes;
    default:
      return unreachable(item);
  }
}

/** See `CacheStore.markPlayed`. */
export function markPlayed(db: Db, id: string, at: number, by: string): CacheChanges {
  return db
    .transaction(() => {
      const log = emptyChangeLog();
      for (const contactId of playNote(db, id, at, by)) {
        log.contacts.add(contactId);
        log.notes.add(id);
      }
      return settle(db, log);
    })
    .immediate();
}

/** See `CacheStore.markHeard`. */
export function markHeard(db: Db, id: string, transcript: NoteTranscript | null): CacheChanges {
  return db
    .transaction(() => {
      const log = emptyChangeLog();
      for (const contactId of hearNote(db, id, transcript)) {
        log.contacts.add(contactId);
        log.notes.add(id);
      }
      return settle(db, log);
    })
    .immediate();
}

/** See `CacheStore.dropLocalNote`. */
export function dropLocalNote(db: Db, id: string): CacheChanges {
  return db
    .transaction(() => {
      const log = emptyChangeLog();
      for (const contactId of removeUnconfirmedNote(db, id)) {
        log.contacts.add(contactId);
        log.gone.set(contactId, [{ entry: 'note', id }]);
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
): { readonly upTo: number | null; readonly unplayable: readonly string[]; readonly changes: CacheChanges } {
  return db
    .transaction(() => {
      const log = emptyChangeLog();
      const newest = newestAt(db, contactId);
      const limit = newest === null ? null : Math.min(upTo, newest);
      const changed = limit !== null && readUpTo(db, contactId, limit);
      if (changed) log.contacts.add(contactId);
      const unplayable = limit === null ? [] : unplayableNotes(db, contactId, limit);
      return { upTo: changed ? limit : null, unplayable, changes: settle(db, log) };
    })
    .immediate();
}
