/** The cache as one would write it without caring about speed: everything is worked out afresh each time it is asked. */
import type { ConversationRow, TimelineEntry } from '#shared/contracts/records.ts';
import type { CacheCounters } from '../../../../src/main/store/cache-store.ts';

type NaiveRow = Pick<ConversationRow, 'contactId' | 'lastAt' | 'unread' | 'missed' | 'unplayed' | 'last'>;

export interface NaiveCache {
  put(entry: TimelineEntry, source: 'gateway' | 'local'): void;
  read(contactId: string, upTo: number): void;
  introduce(contactId: string): void;
  timeline(contactId: string): readonly TimelineEntry[];
  inbox(): readonly NaiveRow[];
  counters(): CacheCounters;
}

const byTime = (a: TimelineEntry, b: TimelineEntry): number => a.at - b.at || (a.id < b.id ? -1 : 1);

function lineOf(entry: TimelineEntry): ConversationRow['last'] {
  switch (entry.entry) {
    case 'message':
      return { entry: 'message', direction: entry.direction, text: entry.text };
    case 'event':
      return { entry: 'event', type: entry.type };
    case 'note':
      return { entry: 'note', direction: entry.direction, kind: entry.kind, durationMs: entry.durationMs };
  }
}

export function naiveCache(): NaiveCache {
  const entries = new Map<string, { readonly entry: TimelineEntry; readonly source: 'gateway' | 'local' }>();
  const reads = new Map<string, number>();
  const contacts = new Set<string>();
  const timeline = (contactId: string): TimelineEntry[] =>
    [...entries.values()]
      .map(({ entry }) => entry)
      .filter((entry) => entry.contactId === contactId)
      .sort(byTime);
  const row = (contactId: string): NaiveRow => {
    const all = timeline(contactId);
    const newer = all.filter(({ at }) => at > (reads.get(contactId) ?? -1));
    const newest = all.at(-1);
    return {
      contactId,
      lastAt: newest?.at ?? 0,
      unread: newer.filter((entry) => entry.entry === 'message' && entry.direction === 'in').length,
      missed: newer.filter((entry) => entry.entry === 'event' && entry.type === 'missed-call').length,
      unplayed: all.filter((entry) => entry.entry === 'note' && entry.direction === 'in' && entry.status !== 'played')
        .length,
      last: newest === undefined ? null : lineOf(newest),
    };
  };
  const inbox = () =>
    [...contacts].map(row).sort((a, b) => b.lastAt - a.lastAt || (a.contactId < b.contactId ? 1 : -1));
  return {
    put: (entry, source) => {
      contacts.add(entry.contactId);
      if (source === 'local' && entries.get(entry.id)?.source === 'gateway') return;
      entries.set(entry.id, { entry, source });
    },
    read: (contactId, upTo) => {
      contacts.add(contactId);
      reads.set(contactId, Math.max(upTo, reads.get(contactId) ?? -1));
    },
    introduce: (contactId) => contacts.add(contactId),
    timeline,
    inbox,
    counters: () =>
      inbox().reduce(
        (sum, { unread, missed, unplayed }) => ({
          unread: sum.unread + unread,
          missed: sum.missed + missed,
          unplayed: sum.unplayed + unplayed,
        }),
        { unread: 0, missed: 0, unplayed: 0 },
      ),
  };
}
