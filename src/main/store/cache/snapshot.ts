/**
 * A gateway's snapshot is built in a database of its own beside the cache and takes its place by a rename. Until then the cache
 * answers as before; a snapshot that breaks off leaves nothing behind but a file that the next start removes.
 */

import Database from 'better-sqlite3';
import type { WorkspaceState } from '#shared/contracts/agent.ts';
import type { TimelineEntry } from '#shared/contracts/records.ts';
import type { CachePosition, LocalChanges, SnapshotPart } from '../cache-store.ts';
import { cacheMigrations } from '../migrations/cache/index.ts';
import { migrate } from '../migrations/migrate.ts';
import type { Db } from '../sqlite/database.ts';
import { removeDatabase } from '../sqlite/files.ts';
import { classify, StoreError } from '../store-error.ts';
import { type CacheFile, replaceCacheFile, shadowPath } from './cache-file.ts';
import { putContactEvent, unconfirmedEvents } from './contact-events.ts';
import { contact, ensureContact, putContactState } from './contacts.ts';
import { refreshAllNewest } from './conversations.ts';
import { putLocal } from './local-changes.ts';
import { readMarks, readUpTo } from './marks.ts';
import { putMessage, unconfirmedMessages } from './messages.ts';
import { heardNotes, hearNote, playNote, putNote, unconfirmedNotes, untoldNotes } from './notes.ts';
import {
  keepsTranscripts,
  setKeepsTranscripts,
  setPosition,
  setWorkspace,
  setWorkspaceKey,
  workspaceKey,
} from './position.ts';
import { putState } from './states.ts';

export interface Shadow {
  readonly db: Db;
  readonly path: string;
}

/** A fault of the shadow says nothing about the cache itself, which must not be rebuilt for it. */
function inShadow<T>(operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    const { fault, detail } = classify(error);
    throw fault === 'corrupt' ? new StoreError('io', `snapshot: ${detail ?? fault}`) : error;
  }
}

/** Nothing in a shadow is worth keeping before its end: it writes no journal and syncs once, when it is complete. */
export function createShadow(file: CacheFile): Shadow {
  const path = shadowPath(file.path);
  removeDatabase(path);
  const db = new Database(path);
  try {
    db.pragma('journal_mode = MEMORY');
    db.pragma('synchronous = OFF');
    db.pragma('foreign_keys = ON');
    migrate(db, cacheMigrations);
    setKeepsTranscripts(db, keepsTranscripts(file.db));
    return { db, path };
  } catch (error) {
    dropShadow({ db, path });
    throw error;
  }
}

export function dropShadow({ db, path }: Shadow): void {
  db.close();
  removeDatabase(path);
}

/** Contacts may come after what they said. Messages go in by time, because the full-text index is quickest with growing keys. */
export function fillShadow({ db }: Shadow, { contacts, messages, events, reads, states }: SnapshotPart): void {
  const fill = db.transaction(() => {
    for (const state of contacts) putContactState(db, state);
    for (const message of messages.toSorted((a, b) => a.at - b.at)) {
      ensureContact(db, message.contactId);
      putMessage(db, message, 'gateway');
    }
    for (const event of events) {
      ensureContact(db, event.contactId);
      putContactEvent(db, event, 'gateway');
    }
    for (const { contactId, upTo } of reads) {
      ensureContact(db, contactId);
      readUpTo(db, contactId, upTo);
    }
    for (const state of states) {
      if (state.type === 'note') {
        ensureContact(db, state.note.contactId);
        putNote(db, state.note, 'gateway');
      } else putState(db, state);
    }
  });
  inShadow(() => fill());
}

/** What only this desktop knows outlives a snapshot: messages and notes on their way, events not yet told, what was looked at or played meanwhile, what was written down of notes. */
interface OwnKnowledge {
  readonly changes: LocalChanges;
  readonly marks: ReturnType<typeof readMarks>;
  readonly played: ReturnType<typeof untoldNotes>;
  readonly heard: ReturnType<typeof heardNotes>;
  readonly key: string | null;
}

function ownKnowledge(db: Db): OwnKnowledge {
  const entries: readonly TimelineEntry[] = [
    ...unconfirmedMessages(db).map((message) => ({ entry: 'message' as const, ...message })),
    ...unconfirmedEvents(db).map((event) => ({ entry: 'event' as const, ...event })),
    ...unconfirmedNotes(db).map((note) => ({ entry: 'note' as const, ...note })),
  ];
  const ids = new Set(entries.map(({ contactId }) => contactId));
  const contacts = [...ids].flatMap((id) => contact(db, id)?.contact ?? []);
  return {
    changes: { contacts, entries },
    marks: readMarks(db),
    played: untoldNotes(db),
    heard: heardNotes(db),
    key: workspaceKey(db),
  };
}

/** Completes the shadow and puts it in the cache's place. The shadow is gone afterwards, whether that worked or not. */
export function finishShadow(
  file: CacheFile,
  shadow: Shadow,
  { epoch, cursor }: CachePosition & { readonly epoch: string },
  workspace: WorkspaceState,
): void {
  const { db } = shadow;
  try {
    const own = ownKnowledge(file.db);
    const complete = db.transaction(() => {
      putLocal(db, own.changes);
      for (const { contactId, upTo } of own.marks) readUpTo(db, contactId, upTo);
      for (const { id, playedAt, playedBy } of own.played) playNote(db, id, playedAt, playedBy);
      for (const { id, transcript } of own.heard) hearNote(db, id, transcript);
      refreshAllNewest(db);
      setWorkspace(db, workspace);
      setPosition(db, epoch, cursor);
      if (own.key !== null) setWorkspaceKey(db, own.key);
    });
    inShadow(() => complete());
    db.close();
    replaceCacheFile(file, shadow.path);
  } finally {
    dropShadow(shadow);
  }
}

/** Empties the cache for another workspace. */
export function emptyCache(file: CacheFile, key: string): void {
  const shadow = createShadow(file);
  try {
    setWorkspaceKey(shadow.db, key);
    shadow.db.close();
    replaceCacheFile(file, shadow.path);
  } finally {
    dropShadow(shadow);
  }
}
