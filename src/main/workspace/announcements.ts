import type { GatewayEvent } from '#shared/contracts/agent.ts';
import type { CallKind } from '#shared/contracts/identifiers.ts';
import { isMissedType } from '#shared/domain/missed.ts';

/** What is worth a notification of the operating system. */
export type Announcement =
  | { readonly type: 'message'; readonly contactId: string; readonly at: number; readonly text: string }
  | { readonly type: 'missed-call'; readonly contactId: string; readonly at: number }
  | {
      readonly type: 'note';
      readonly contactId: string;
      readonly at: number;
      readonly noteId: string;
      readonly kind: CallKind;
      readonly durationMs: number;
    };

/** More at once cover the screen and tell nobody anything. */
const most = 4;

/**
 * What to announce of events that came together: of each contact the newest message and the newest missed call, the newest ones of all last.
 * After an hour without network a hundred of them come at once. What a colleague has read meanwhile is no news.
 */
export function announcementsOf(events: readonly GatewayEvent[]): readonly Announcement[] {
  const news = new Map<string, Announcement>();
  for (const event of events) {
    const found = announcementOf(event);
    if (found !== null) {
      const key = `${found.type} ${found.contactId}`;
      news.delete(key);
      news.set(key, found);
    }
    if (event.type === 'read')
      for (const [key, { contactId, at }] of news)
        if (contactId === event.contactId && at <= event.upTo && key !== noteKey(contactId)) news.delete(key);
    // A colleague has played it meanwhile.
    if (event.type === 'note' && event.note.status === 'played') {
      const { id, contactId } = event.note;
      const told = news.get(noteKey(contactId));
      if (told?.type === 'note' && told.noteId === id) news.delete(noteKey(contactId));
    }
  }
  return [...news.values()].slice(-most);
}

const noteKey = (contactId: string): string => `note ${contactId}`;

function announcementOf(event: GatewayEvent): Announcement | null {
  if (event.type === 'message' && event.message.direction === 'in') {
    const { contactId, at, text } = event.message;
    return { type: 'message', contactId, at, text };
  }
  if (event.type === 'contact.event' && isMissedType(event.event.type)) {
    const { contactId, at } = event.event;
    return { type: 'missed-call', contactId, at };
  }
  if (event.type === 'note' && event.note.direction === 'in' && event.note.status !== 'played') {
    const { id: noteId, contactId, at, kind, durationMs } = event.note;
    return { type: 'note', contactId, at, noteId, kind, durationMs };
  }
  return null;
}
