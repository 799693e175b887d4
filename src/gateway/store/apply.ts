import type { ContactState, GatewayEvent, StateEvent, WorkspaceState } from '#shared/contracts/agent.ts';
import type { ContactEvent, Message, MessageStatus } from '#shared/contracts/records.ts';
import { stateKeyOf } from '#shared/domain/state-key.ts';
import { unreachable } from '#shared/never.ts';
import type { Database } from './database.ts';
import type { NoteBook } from './notes.ts';
import type { ContactRow } from './rows.ts';

/** A message only moves forward; a late or repeated status changes nothing. */
const rank: Readonly<Record<MessageStatus, number>> = { sending: 0, sent: 1, delivered: 2, read: 3, failed: 4 };

const isProgress = (from: MessageStatus, to: MessageStatus): boolean =>
  to === 'failed' ? rank[from] < rank.delivered : from !== 'failed' && rank[from] < rank[to];

/**
 * Changes the tables as an event says, inside the caller's transaction.
 *
 * @returns a function that answers what is new: the event, preceded by its contact where nobody named that one before; empty where
 *   all of it was known.
 */
export function prepareApply(
  database: Database,
  notes: NoteBook,
): (event: GatewayEvent, cursor: number) => readonly GatewayEvent[] {
  const putWorkspace = prepareWorkspace(database);
  const { putContact, introduce, withContact } = prepareContacts(database);
  const putMessage = prepareMessages(database);
  const putStatus = prepareStatus(database);
  const putContactEvent = prepareContactEvents(database);
  const putRead = database.prepare(
    `INSERT INTO reads (contact_id, up_to, agent_id) VALUES (?, ?, ?)
     ON CONFLICT (contact_id) DO UPDATE SET up_to = excluded.up_to, agent_id = excluded.agent_id WHERE excluded.up_to > up_to`,
  );
  const putState = prepareStates(database);
  const charge = database.prepare('INSERT OR IGNORE INTO charged_calls (call_id) VALUES (?)');
  return (event, cursor) => {
    switch (event.type) {
      case 'workspace':
        return putWorkspace(event.workspace) ? [event] : [];
      case 'contact':
        return putContact(event.state) ? [event] : [];
      case 'message':
        return withContact(event.message.contactId, event, (shift) => putMessage(event.message, cursor + shift));
      case 'message.status':
        return putStatus(event.messageId, event.contactId, event.status) ? [event] : [];
      case 'contact.event':
        return withContact(event.event.contactId, event, (shift) => putContactEvent(event.event, cursor + shift));
      case 'read':
        return putRead.run(event.contactId, event.upTo, event.agentId).changes > 0 ? [event] : [];
      case 'call.settled':
        return [event];
      case 'channel':
      case 'rates':
      case 'volume':
      case 'contact.calling':
      case 'contact.assigned':
      case 'follow-up':
        return putState(event) ? [event] : [];
      case 'note': {
        const note = notes.put(event.note);
        return [...introduce(event.note.contactId), ...(note === null ? [] : [{ type: 'note', note } as const])];
      }
      case 'note.gone':
        return notes.remove(event.noteId) ? [event] : [];
      case 'call.cost':
        return charge.run(event.callId).changes > 0 ? [event] : [];
      default:
        return unreachable(event);
    }
  };
}

function prepareWorkspace(database: Database): (workspace: WorkspaceState) => boolean {
  const put = database.prepare(
    `INSERT INTO meta (key, value) VALUES ('workspace', ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE excluded.value <> value`,
  );
  return (workspace) => put.run(JSON.stringify(workspace)).changes > 0;
}

function prepareStates(database: Database): (event: StateEvent) => boolean {
  const put = database.prepare(
    `INSERT INTO states (key, body) VALUES (?, ?)
     ON CONFLICT (key) DO UPDATE SET body = excluded.body WHERE excluded.body <> body`,
  );
  return (event) => put.run(stateKeyOf(event), JSON.stringify(event)).changes > 0;
}

function prepareContacts(database: Database) {
  const find = database.prepare<[string], ContactRow>('SELECT * FROM contacts WHERE id = ?');
  const put = database.prepare(
    `INSERT INTO contacts (id, name, phone, service_window_until) VALUES (@id, @name, @phone, @until)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, phone = excluded.phone, service_window_until = excluded.service_window_until
     WHERE name <> excluded.name OR phone IS NOT excluded.phone OR service_window_until IS NOT excluded.service_window_until`,
  );
  const putContact = ({ contact, serviceWindowUntil }: ContactState): boolean =>
    put.run({ ...contact, until: serviceWindowUntil }).changes > 0;
  /** A message, event or note of somebody unknown is not lost: the contact is made, named by its key until the provider names it. */
  const introduce = (id: string): readonly GatewayEvent[] => {
    if (find.get(id) !== undefined) return [];
    const state: ContactState = { contact: { id, name: id.slice(0, 200), phone: null }, serviceWindowUntil: null };
    putContact(state);
    return [{ type: 'contact', state }];
  };
  const withContact = (id: string, event: GatewayEvent, put: (shift: number) => boolean): readonly GatewayEvent[] => {
    const introduction = introduce(id);
    return put(introduction.length) ? [...introduction, event] : introduction;
  };
  return { putContact, introduce, withContact };
}

function prepareMessages(database: Database): (message: Message, cursor: number) => boolean {
  const put = database.prepare(
    `INSERT OR IGNORE INTO messages (id, cursor, contact_id, direction, text, at, status)
     VALUES (@id, @cursor, @contactId, @direction, @text, @at, @status)`,
  );
  return (message, cursor) => put.run({ ...message, cursor }).changes > 0;
}

function prepareStatus(database: Database): (id: string, contactId: string, status: MessageStatus) => boolean {
  const find = database.prepare<[string, string], { readonly status: MessageStatus }>(
    'SELECT status FROM messages WHERE id = ? AND contact_id = ?',
  );
  const put = database.prepare('UPDATE messages SET status = ? WHERE id = ?');
  return (id, contactId, status) => {
    const known = find.get(id, contactId);
    return known !== undefined && isProgress(known.status, status) && put.run(status, id).changes > 0;
  };
}

function prepareContactEvents(database: Database): (event: ContactEvent, cursor: number) => boolean {
  const put = database.prepare(
    `INSERT OR IGNORE INTO contact_events (id, cursor, contact_id, type, at, call_id, kind, duration_ms, agent)
     VALUES (@id, @cursor, @contactId, @type, @at, @callId, @kind, @durationMs, @agent)`,
  );
  return (event, cursor) => put.run({ ...event, cursor }).changes > 0;
}
