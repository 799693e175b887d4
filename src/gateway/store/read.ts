import type { ContactState, ServerMessage, StateEvent, WorkspaceState } from '#shared/contracts/agent.ts';
import type { CallingFact } from '#shared/contracts/calling.ts';
import type { Note } from '#shared/contracts/note.ts';
import type { ContactEvent, Message } from '#shared/contracts/records.ts';
import type { Database } from './database.ts';
import {
  type ContactEventRow,
  type ContactRow,
  type EventRow,
  type LoggedEvent,
  type MessageRow,
  type OpenCall,
  type OpenCallRow,
  toContactEvent,
  toContactState,
  toLoggedEvent,
  toMessage,
  toOpenCall,
} from './rows.ts';

export type SnapshotPart = Omit<Extract<ServerMessage, { type: 'snapshot.part' }>, 'type'>;

/** Where a snapshot stands; made by `snapshotStart`. */
export type SnapshotPosition =
  | { readonly table: 'contacts'; readonly after: string }
  | { readonly table: 'messages' | 'events'; readonly after: number }
  | { readonly table: 'reads' | 'states'; readonly after: string };

export const snapshotStart: SnapshotPosition = { table: 'contacts', after: '' };

/** Rows of one part: with long messages some hundred kilobytes, read in a few milliseconds. */
const partRows = 250;

export function prepareRead(database: Database) {
  const meta = database.prepare<[string], { readonly value: string }>('SELECT value FROM meta WHERE key = ?');
  const bounds = database.prepare<[], { readonly oldest: number | null; readonly newest: number | null }>(
    'SELECT min(cursor) AS oldest, max(cursor) AS newest FROM events',
  );
  const events = database.prepare<[number, number], EventRow>(
    'SELECT cursor, at, body FROM events WHERE cursor > ? ORDER BY cursor LIMIT ?',
  );
  const contact = database.prepare<[string], ContactRow>('SELECT * FROM contacts WHERE id = ?');
  const message = database.prepare<[string], MessageRow>(
    'SELECT id, contact_id, direction, text, at, status FROM messages WHERE id = ?',
  );
  const contactEvent = database.prepare<[string], ContactEventRow>('SELECT * FROM contact_events WHERE id = ?');
  const state = database.prepare<[string], { readonly body: string }>('SELECT body FROM states WHERE key = ?');
  // '0' follows '/': all keys that begin with the kind and a slash.
  const statesOf = database.prepare<[string, string], { readonly body: string }>(
    'SELECT body FROM states WHERE key >= ? AND key < ? ORDER BY key',
  );
  const facts = database.prepare<[string], { readonly body: string }>(
    'SELECT body FROM calling_facts WHERE contact_id = ? ORDER BY at, key',
  );
  const sending = database.prepare<[], MessageRow>(
    `SELECT id, contact_id, direction, text, at, status FROM messages WHERE status = 'sending' ORDER BY cursor`,
  );
  const steps = database.prepare<[string], { readonly step: number }>(
    'SELECT step FROM scenario_steps WHERE run_id = ?',
  );
  const charged = database.prepare<[string, string], { readonly seconds: number }>(
    'SELECT seconds FROM charged_seconds WHERE month = ? AND country = ?',
  );
  const underWay = database.prepare<[], { readonly body: string }>(
    `SELECT body FROM notes JOIN states ON key = 'note/' || id
     WHERE direction = 'out' AND status IN ('sending', 'sent', 'delivered') ORDER BY at, id`,
  );
  const unanswered = database.prepare<[string], { readonly call_id: string }>(
    `SELECT call_id FROM contact_events WHERE contact_id = ? AND call_id IS NOT NULL
     AND type IN ('missed-call', 'missed-low-balance', 'out-of-hours-call', 'refused-call', 'declined-call')
     ORDER BY at DESC, cursor DESC LIMIT 1`,
  );
  const calls = database.prepare<[], OpenCallRow>('SELECT * FROM open_calls ORDER BY call_id');
  return {
    epoch: (): string => meta.get('epoch')?.value ?? '',
    workspace: (): WorkspaceState | null => {
      const text = meta.get('workspace')?.value;
      return text === undefined ? null : (JSON.parse(text) as WorkspaceState);
    },
    bounds: (): { readonly oldest: number | null; readonly newest: number | null } =>
      bounds.get() ?? { oldest: null, newest: null },
    eventsAfter: (cursor: number, limit: number): readonly LoggedEvent[] =>
      events.all(cursor, limit).map(toLoggedEvent),
    contact: (id: string): ContactState | null => {
      const row = contact.get(id);
      return row === undefined ? null : toContactState(row);
    },
    state: (key: string): StateEvent | null => {
      const row = state.get(key);
      return row === undefined ? null : toState(row);
    },
    statesOf: (kind: StateEvent['type']): readonly StateEvent[] => statesOf.all(`${kind}/`, `${kind}0`).map(toState),
    callingFacts: (contactId: string): readonly CallingFact[] =>
      facts.all(contactId).map(({ body }) => JSON.parse(body) as CallingFact),
    message: (id: string): Message | null => {
      const row = message.get(id);
      return row === undefined ? null : toMessage(row);
    },
    contactEvent: (id: string): ContactEvent | null => {
      const row = contactEvent.get(id);
      return row === undefined ? null : toContactEvent(row);
    },
    sending: (): readonly Message[] => sending.all().map(toMessage),
    note: (id: string): Note | null => {
      const row = state.get(`note/${id}`);
      return row === undefined ? null : toNote(row);
    },
    notesUnderWay: (): readonly Note[] => underWay.all().map(toNote),
    unansweredCall: (contactId: string): string | null => unanswered.get(contactId)?.call_id ?? null,
    doneSteps: (runId: string): readonly number[] => steps.all(runId).map(({ step }) => step),
    chargedSeconds: (month: string, country: string): number => charged.get(month, country)?.seconds ?? 0,
    openCalls: (): readonly OpenCall[] => calls.all().map(toOpenCall),
    snapshotPart: prepareSnapshot(database),
  };
}

const toState = ({ body }: { readonly body: string }): StateEvent => JSON.parse(body) as StateEvent;

const toNote = ({ body }: { readonly body: string }): Note => (JSON.parse(body) as { readonly note: Note }).note;

const emptyPart: SnapshotPart = { contacts: [], messages: [], events: [], reads: [], states: [] };

/**
 * Reads a snapshot in parts while the store goes on being written: what was added after the snapshot's cursor is left out, what
 * changed after it comes in its newest state, and the events after the cursor say the same once more.
 */
function prepareSnapshot(database: Database) {
  const contacts = database.prepare<[string], ContactRow>(
    `SELECT * FROM contacts WHERE id > ? ORDER BY id LIMIT ${partRows}`,
  );
  const messages = database.prepare<[number, number], MessageRow & { readonly cursor: number }>(
    `SELECT id, cursor, contact_id, direction, text, at, status FROM messages
     WHERE cursor > ? AND cursor <= ? ORDER BY cursor LIMIT ${partRows}`,
  );
  const events = database.prepare<[number, number], ContactEventRow & { readonly cursor: number }>(
    `SELECT * FROM contact_events WHERE cursor > ? AND cursor <= ? ORDER BY cursor LIMIT ${partRows}`,
  );
  const reads = database.prepare<[string], { readonly contact_id: string; readonly up_to: number }>(
    `SELECT contact_id, up_to FROM reads WHERE contact_id > ? ORDER BY contact_id LIMIT ${partRows}`,
  );
  const states = database.prepare<[string], { readonly key: string; readonly body: string }>(
    `SELECT key, body FROM states WHERE key > ? ORDER BY key LIMIT ${partRows}`,
  );
  return (position: SnapshotPosition, cursor: number): { part: SnapshotPart; next: SnapshotPosition | null } => {
    switch (position.table) {
      case 'contacts': {
        const rows = contacts.all(position.after);
        const last = rows.length < partRows ? undefined : rows.at(-1);
        const next = last === undefined ? { table: 'messages' as const, after: 0 } : { ...position, after: last.id };
        return { part: { ...emptyPart, contacts: rows.map(toContactState) }, next };
      }
      case 'messages': {
        const rows = messages.all(position.after, cursor);
        const last = rows.length < partRows ? undefined : rows.at(-1);
        const next = last === undefined ? { table: 'events' as const, after: 0 } : { ...position, after: last.cursor };
        return { part: { ...emptyPart, messages: rows.map(({ cursor: _, ...row }) => toMessage(row)) }, next };
      }
      case 'events': {
        const rows = events.all(position.after, cursor);
        const last = rows.length < partRows ? undefined : rows.at(-1);
        const next = last === undefined ? { table: 'reads' as const, after: '' } : { ...position, after: last.cursor };
        return { part: { ...emptyPart, events: rows.map(toContactEvent) }, next };
      }
      case 'reads': {
        const rows = reads.all(position.after);
        const last = rows.length < partRows ? undefined : rows.at(-1);
        const next =
          last === undefined ? { table: 'states' as const, after: '' } : { ...position, after: last.contact_id };
        return {
          part: { ...emptyPart, reads: rows.map((row) => ({ contactId: row.contact_id, upTo: row.up_to })) },
          next,
        };
      }
      case 'states': {
        const rows = states.all(position.after);
        const last = rows.length < partRows ? undefined : rows.at(-1);
        const next = last === undefined ? null : { ...position, after: last.key };
        return { part: { ...emptyPart, states: rows.map(toState) }, next };
      }
    }
  };
}
