import type { GatewayEvent } from '#shared/contracts/agent.ts';
import type { CallingFact, CallingState } from '#shared/contracts/calling.ts';
import type { ContactEvent } from '#shared/contracts/records.ts';
import { followUpFactOf } from '#shared/domain/follow-ups.ts';
import { permissionOf } from '#shared/domain/rules/permission-of.ts';
import { unreachable } from '#shared/never.ts';
import { fail } from '#shared/result.ts';
import type { Calling } from './calling/calling.ts';
import { permissionEvent } from './calling/permission-events.ts';
import type { ConnectorEvents, DoneElsewhere, PermissionNews } from './connectors/connector.ts';
import { guarded } from './guard.ts';
import type { GatewayLog } from './log.ts';
import type { Notes } from './notes/notes.ts';
import type { GatewayStore } from './store/gateway-store.ts';
import type { Operation } from './store/operations.ts';

type CallEvents = Pick<
  ConnectorEvents,
  'incomingCall' | 'callEnded' | 'outgoingRinging' | 'outgoingAnswered' | 'outgoingRefused' | 'reaction'
>;

/** What a connector tells: calls go to the router, everything else into the store and from there to the agents. Never throws. */
export function connectorEvents(
  calls: CallEvents,
  calling: Calling,
  store: GatewayStore,
  notes: Pick<Notes, 'left' | 'status'>,
  log: GatewayLog,
): ConnectorEvents {
  const { book, desk, records } = calling;
  const take = (what: string, run: () => void): void => guarded(log, `a connector's ${what}`, run);
  const publish = (event: GatewayEvent): void => store.publish({ do: 'event', event });

  const contactEvent = (event: ContactEvent): void => {
    const work = followUpFactOf(event);
    const operations: readonly Operation[] = [
      { do: 'event', event: { type: 'contact.event', event } },
      ...(work === null ? [] : [{ do: 'follow-up.fact', fact: work } as const]),
    ];
    if (work?.fact === 'missed') records.missedElsewhere(work, operations);
    else store.publish(...operations);
  };
  const permission = (news: PermissionNews): void => {
    const { contactId } = news;
    const fact = factOf(news);
    // What follows by itself from a call gives nothing to a contact who allows calls for good.
    const isIdle =
      fact.fact === 'grant' && fact.source === 'automatic' && allowsForGood(book.state(contactId), news.at);
    if (news.initial || isIdle) book.record(contactId, [fact]);
    else {
      const event = permissionEvent(eventTypes[news.answer], { id: news.id, contactId, at: news.at });
      book.record(contactId, [fact], { do: 'event', event });
    }
  };
  const elsewhere = (news: DoneElsewhere): void => {
    switch (news.did) {
      case 'request': {
        const { id, contactId, at, via } = news;
        const event = permissionEvent('permission-requested', { id, contactId, at });
        book.record(contactId, [{ fact: 'request', id, at, via }], { do: 'event', event });
        return;
      }
      case 'template': {
        const { message } = news;
        const { id, contactId, at } = message;
        book.record(contactId, [{ fact: 'template', id, at }], { do: 'event', event: { type: 'message', message } });
        return;
      }
      case 'call':
        records.placedElsewhere(news);
        return;
      default:
        unreachable(news);
    }
  };
  return {
    incomingCall: (offer) => take('incomingCall', () => calls.incomingCall(offer)),
    callEnded: (callId, cause) => take('callEnded', () => calls.callEnded(callId, cause)),
    outgoingRinging: (callId) => take('outgoingRinging', () => calls.outgoingRinging(callId)),
    outgoingAnswered: (callId, sdp) => take('outgoingAnswered', () => calls.outgoingAnswered(callId, sdp)),
    outgoingRefused: (callId, cause) => take('outgoingRefused', () => calls.outgoingRefused(callId, cause)),
    reaction: (callId, reaction) => take('reaction', () => calls.reaction(callId, reaction)),
    workspace: (workspace) =>
      take('workspace', () => {
        const before = desk.profile().id;
        publish({ type: 'workspace', workspace });
        if (desk.profile().id !== before) book.judgeAnew();
      }),
    contact: (state) => take('contact', () => book.name(state)),
    message: (message) =>
      take('message', () => {
        const { id, contactId, direction, at } = message;
        const facts: readonly CallingFact[] = direction === 'in' ? [{ fact: 'message', id, at }] : [];
        book.record(contactId, facts, { do: 'event', event: { type: 'message', message } });
      }),
    messageStatus: (messageId, contactId, status) =>
      take('messageStatus', () => publish({ type: 'message.status', messageId, contactId, status })),
    contactEvent: (event) => take('contactEvent', () => contactEvent(event)),
    note: async (note, media) => {
      try {
        return await notes.left(note, media);
      } catch (error) {
        log.error(`a connector's note failed: ${String(error)}`);
        return fail('internal', 'the note could not be taken');
      }
    },
    noteStatus: (noteId, status, at) => take('noteStatus', () => notes.status(noteId, status, at)),
    permission: (news) => take('permission', () => permission(news)),
    elsewhere: (news) => take('elsewhere', () => elsewhere(news)),
    channel: (change) => take('channel', () => store.publish(desk.changed(change))),
    rates: (card) => take('rates', () => store.publish(desk.priced(card))),
  };
}

const allowsForGood = (state: CallingState, at: number): boolean => permissionOf(state, at).status === 'permanent';

const eventTypes = {
  granted: 'permission-granted',
  declined: 'permission-declined',
  revoked: 'permission-revoked',
} as const;

function factOf(news: PermissionNews): CallingFact {
  const { id, at } = news;
  switch (news.answer) {
    case 'granted':
      return { fact: 'grant', id, at, term: news.term, until: news.until, source: news.source };
    case 'declined':
      return { fact: 'decline', id, at };
    case 'revoked':
      return { fact: 'revoke', id, at, source: news.source };
  }
}
