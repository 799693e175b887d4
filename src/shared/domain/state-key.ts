import type { StateEvent } from '#shared/contracts/agent.ts';
import { unreachable } from '#shared/never.ts';

/** What a state event replaces: the earlier one of the same key. */
export function stateKeyOf(event: StateEvent): string {
  switch (event.type) {
    case 'channel':
    case 'rates':
      return event.type;
    case 'volume':
      return `${event.type}/${event.month}`;
    case 'contact.calling':
    case 'contact.assigned':
      return `${event.type}/${event.contactId}`;
    case 'follow-up':
      return `${event.type}/${event.followUp.id}`;
    case 'note':
      return `${event.type}/${event.note.id}`;
    default:
      return unreachable(event);
  }
}

/** The contact it is about; null: the whole channel. */
export function contactOfState(event: StateEvent): string | null {
  switch (event.type) {
    case 'channel':
    case 'rates':
    case 'volume':
      return null;
    case 'contact.calling':
    case 'contact.assigned':
      return event.contactId;
    case 'follow-up':
      return event.followUp.contactId;
    case 'note':
      return event.note.contactId;
    default:
      return unreachable(event);
  }
}
