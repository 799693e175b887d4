/** Remembers what a write touches, and turns it into what the ui must be told once the write is complete. */
import type { StateEvent } from '#shared/contracts/agent.ts';
import type { TimelineEntry, TimelineRef } from '#shared/contracts/records.ts';
import type { CacheChanges } from '../cache-store.ts';
import type { Db } from '../sqlite/database.ts';
import { contactEvent } from './contact-events.ts';
import { conversations, refreshNewest } from './conversations.ts';
import { counters } from './marks.ts';
import { message } from './messages.ts';
import { note } from './notes.ts';
import { workspace } from './position.ts';

export interface ChangeLog {
  readonly contacts: Set<string>;
  readonly messages: Set<string>;
  readonly events: Set<string>;
  readonly notes: Set<string>;
  /** Entries that were taken away, by contact. */
  readonly gone: Map<string, TimelineRef[]>;
  readonly states: StateEvent[];
  workspace: boolean;
}

export const emptyChangeLog = (): ChangeLog => ({
  contacts: new Set(),
  messages: new Set(),
  events: new Set(),
  notes: new Set(),
  gone: new Map(),
  states: [],
  workspace: false,
});

const inTimeline = (a: TimelineEntry, b: TimelineEntry): number => a.at - b.at || (a.id < b.id ? -1 : 1);

/** Brings the touched conversations up to date and reads what stands now. Call it inside the write's transaction. */
export function settle(db: Db, log: ChangeLog): CacheChanges {
  for (const id of log.contacts) refreshNewest(db, id);
  const entries: TimelineEntry[] = [];
  for (const id of log.messages) {
    const found = message(db, id);
    if (found !== null) entries.push({ entry: 'message', ...found });
  }
  for (const id of log.events) {
    const found = contactEvent(db, id);
    if (found !== null) entries.push({ entry: 'event', ...found });
  }
  for (const id of log.notes) {
    const found = note(db, id);
    if (found !== null) entries.push({ entry: 'note', ...found });
  }
  const byContact = new Map<string, TimelineEntry[]>();
  for (const entry of entries.sort(inTimeline)) {
    const others = byContact.get(entry.contactId);
    if (others === undefined) byContact.set(entry.contactId, [entry]);
    else others.push(entry);
  }
  for (const contactId of log.gone.keys()) if (!byContact.has(contactId)) byContact.set(contactId, []);
  const state = log.workspace ? workspace(db) : null;
  return {
    conversations: conversations(db, [...log.contacts]),
    timeline: [...byContact].map(([contactId, of]) => {
      const gone = log.gone.get(contactId);
      return { contactId, entries: of, ...(gone === undefined ? {} : { gone }) };
    }),
    ...(state === null ? {} : { workspace: state }),
    states: log.states,
    counters: counters(db),
  };
}
