import type { GatewayEvent, NumberedEvent } from '#shared/contracts/agent.ts';
import { unreachable } from '#shared/never.ts';
import type { ApplyOutcome } from '../cache-store.ts';
import type { Db } from '../sqlite/database.ts';
import { type ChangeLog, emptyChangeLog, settle } from './change-log.ts';
import { putContactEvent } from './contact-events.ts';
import { ensureContact, putContactState } from './contacts.ts';
import { readUpTo } from './marks.ts';
import { putMessage, setMessageStatus } from './messages.ts';
import { putNote, removeNote } from './notes.ts';
import { position, setPosition, setWorkspace } from './position.ts';
import { putState } from './states.ts';

function applyEvent(db: Db, event: GatewayEvent, log: ChangeLog): void {
  switch (event.type) {
    case 'workspace':
      setWorkspace(db, event.workspace);
      log.workspace = true;
      return;
    case 'contact':
      putContactState(db, event.state);
      log.contacts.add(event.state.contact.id);
      return;
    case 'message':
      ensureContact(db, event.message.contactId);
      for (const id of putMessage(db, event.message, 'gateway')) log.contacts.add(id);
      log.messages.add(event.message.id);
      return;
    case 'message.status':
      if (setMessageStatus(db, event.messageId, event.status)) log.messages.add(event.messageId);
      return;
    case 'contact.event':
      ensureContact(db, event.event.contactId);
      for (const id of putContactEvent(db, event.event, 'gateway')) log.contacts.add(id);
      log.events.add(event.event.id);
      return;
    case 'read':
      ensureContact(db, event.contactId);
      if (readUpTo(db, event.contactId, event.upTo)) log.contacts.add(event.contactId);
      return;
    case 'channel':
    case 'rates':
    case 'volume':
    case 'contact.calling':
    case 'contact.assigned':
    case 'follow-up':
      putState(db, event);
      log.states.push(event);
      return;
    case 'note':
      ensureContact(db, event.note.contactId);
      for (const id of putNote(db, event.note, 'gateway')) log.contacts.add(id);
      log.notes.add(event.note.id);
      return;
    case 'note.gone':
      for (const id of removeNote(db, event.noteId)) {
        log.contacts.add(id);
        log.gone.set(id, [...(log.gone.get(id) ?? []), { entry: 'note', id: event.noteId }]);
      }
      return;
    case 'call.cost':
      // Belongs to the call's row in the ledger.
      return;
    case 'call.settled':
      // Stops ringing, which the queue does; what stays of the call comes as a contact event.
      return;
    default:
      unreachable(event);
  }
}

/**
 * Applies what follows the stored cursor, in one transaction with the new cursor. What was applied before is skipped.
 * A hole between two of the events is a gap as well: nothing is applied then.
 */
export function applyEvents(db: Db, epoch: string, events: readonly NumberedEvent[]): ApplyOutcome {
  return db
    .transaction((): ApplyOutcome => {
      const from = position(db);
      if (from.epoch !== epoch) return { applied: false, reason: 'epoch', position: from };
      const fresh = events.filter(({ cursor }) => cursor > from.cursor);
      if (fresh.some(({ cursor }, index) => cursor !== from.cursor + index + 1))
        return { applied: false, reason: 'gap', position: from };
      const log = emptyChangeLog();
      for (const { event } of fresh) applyEvent(db, event, log);
      const to = { epoch, cursor: from.cursor + fresh.length };
      if (fresh.length > 0) setPosition(db, epoch, to.cursor);
      return { applied: true, position: to, changes: settle(db, log) };
    })
    .immediate();
}
