import type { TimelineEntry, TimelineRef } from '#shared/contracts/records.ts';
import type { Client } from './client.ts';
import { timelineKey, timelineOrder } from './orders.ts';
import { createPagedList, type PagedList } from './paged-list.ts';

export interface Timelines {
  readonly of: (contactId: string) => PagedList<TimelineEntry>;
  readonly push: (contactId: string, entries: readonly TimelineEntry[], gone?: readonly TimelineRef[]) => void;
  readonly reset: () => void;
}

const pageSize = 50;
/** Going back to one of the last conversations shows it at once. */
const kept = 20;

export function createTimelines(client: Client): Timelines {
  const lists = new Map<string, PagedList<TimelineEntry>>();
  return {
    of: (contactId) => {
      const list =
        lists.get(contactId) ??
        createPagedList({
          order: timelineOrder,
          load: (before) => client.ask('timeline.page', { contactId, before, limit: pageSize }),
        });
      lists.delete(contactId);
      lists.set(contactId, list);
      const oldest = lists.size > kept ? lists.keys().next().value : undefined;
      if (oldest !== undefined) lists.delete(oldest);
      return list;
    },
    push: (contactId, entries, gone = []) => {
      lists.get(contactId)?.push(entries);
      lists.get(contactId)?.remove(gone.map(timelineKey));
    },
    reset: () => {
      for (const list of lists.values()) list.reset();
    },
  };
}
