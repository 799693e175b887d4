import type { GatewayEvent } from '#shared/contracts/agent.ts';
import type { CacheStore } from '../store/cache-store.ts';
import { announcementsOf } from '../workspace/announcements.ts';
import type { Desktop } from './desktop.ts';

export interface AnnounceOptions {
  readonly cache: Pick<CacheStore, 'contact'>;
  /** null: notifications are not there yet, or not any more. */
  readonly desktop: () => Pick<Desktop, 'message' | 'missedCall' | 'note'> | null | undefined;
}

/** Tells the desktop's notifications what is news, with the names that the cache knows. */
export function createAnnounce({
  cache,
  desktop,
}: AnnounceOptions): (events: readonly GatewayEvent[]) => Promise<void> {
  const announcedNotes = new Set<string>();

  async function nameOf(contactId: string): Promise<string> {
    const found = await cache.contact(contactId);
    return found.ok && found.value !== null ? found.value.contact.name : contactId;
  }

  return async (events) => {
    for (const news of announcementsOf(events)) {
      const { contactId } = news;
      const name = await nameOf(contactId);
      if (news.type === 'message') desktop()?.message({ contactId, name, text: news.text });
      else if (news.type === 'missed-call') desktop()?.missedCall({ contactId, name });
      else if (!announcedNotes.has(news.noteId)) {
        // It is told again, whole, when its transcript comes.
        announcedNotes.add(news.noteId);
        desktop()?.note({ contactId, name, kind: news.kind, durationMs: news.durationMs });
      }
    }
  };
}
