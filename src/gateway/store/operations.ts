import type { GatewayEvent } from '#shared/contracts/agent.ts';
import type { CallingFact } from '#shared/contracts/calling.ts';
import type { Contact } from '#shared/contracts/records.ts';
import type { FollowUpFact } from '#shared/domain/follow-ups.ts';
import { unreachable } from '#shared/never.ts';
import { prepareApply } from './apply.ts';
import type { Database } from './database.ts';
import { type FollowUpRequest, prepareFollowUps } from './follow-ups.ts';
import { type NoteRequest, prepareNotes } from './notes.ts';
import { type LoggedEvent, type OpenCall, toLoggedEvent } from './rows.ts';

/** One change of the store. Those handed over together are written together or not at all. */
export type Operation =
  | { readonly do: 'event'; readonly event: GatewayEvent }
  /** A contact that may be known already, and then better than here. */
  | { readonly do: 'introduce'; readonly contact: Contact }
  /** Something dated that happened with a contact; known by fact, id and stage: told twice, it is kept once, as it was told first. */
  | { readonly do: 'fact'; readonly contactId: string; readonly fact: CallingFact }
  /** Facts of a contact that can change nothing any more, by {@link factKeyOf}. */
  | { readonly do: 'facts.forget'; readonly contactId: string; readonly keys: readonly string[] }
  /** A scenario step was taken: it is not taken again after a restart. */
  | { readonly do: 'step'; readonly runId: string; readonly step: number }
  | { readonly do: 'call.open'; readonly call: Omit<OpenCall, 'seenAt'> }
  | { readonly do: 'call.close'; readonly callId: string }
  /** These calls are up at that instant, by the world's clock. */
  | { readonly do: 'call.seen'; readonly callIds: readonly string[]; readonly at: number }
  /** A call is charged: once, whatever is told again, and counted for its month. */
  | {
      readonly do: 'charge';
      readonly cost: Extract<GatewayEvent, { type: 'call.cost' }>;
      /** `2026-11` */
      readonly month: string;
      readonly country: string;
    }
  /** A call of a contact was missed, or somebody talks with the contact; after the events that name the contact. */
  | { readonly do: 'follow-up.fact'; readonly fact: FollowUpFact }
  | { readonly do: 'follow-up.act'; readonly request: FollowUpRequest }
  | { readonly do: 'note.change'; readonly request: NoteRequest };

/** Every event that is still told one by one; a client that is farther behind gets a snapshot. */
export const keptEvents = 100_000;

/** Trimming now and then costs less than one row with each event. */
const trimEvery = 1_000;

/** What makes two facts of a contact the same. */
export const factKeyOf = (fact: CallingFact): string =>
  fact.fact === 'call' ? `call/${fact.stage}/${fact.id}` : `${fact.fact}/${fact.id}`;

export interface Execution {
  readonly events: readonly LoggedEvent[];
  readonly cursor: number;
}

/** Prepares the execution of operations inside the caller's transaction, numbering events after `cursor`. */
export function prepareExecute(database: Database) {
  const notes = prepareNotes(database);
  const apply = prepareApply(database, notes);
  const append = database.prepare('INSERT INTO events (cursor, at, body) VALUES (?, ?, ?)');
  const trim = database.prepare('DELETE FROM events WHERE cursor <= ?');
  const isKnown = database.prepare('SELECT 1 FROM contacts WHERE id = ?');
  const keep = database.prepare('INSERT OR IGNORE INTO calling_facts (contact_id, key, at, body) VALUES (?, ?, ?, ?)');
  const forget = database.prepare('DELETE FROM calling_facts WHERE contact_id = ? AND key = ?');
  // Of the messages only the newest says anything; '0' follows '/'.
  const forgetMessages = database.prepare(
    `DELETE FROM calling_facts WHERE contact_id = ? AND key >= 'message/' AND key < 'message0' AND at < ?`,
  );
  const step = database.prepare('INSERT OR IGNORE INTO scenario_steps (run_id, step) VALUES (?, ?)');
  const open = database.prepare(
    `INSERT OR REPLACE INTO open_calls (call_id, contact_id, direction, kind, answered_at, agent)
     VALUES (@callId, @contactId, @direction, @kind, @answeredAt, @agent)`,
  );
  const close = database.prepare('DELETE FROM open_calls WHERE call_id = ?');
  const seen = database.prepare('UPDATE open_calls SET seen_at = ? WHERE call_id = ?');
  const count = database.prepare(
    `INSERT INTO charged_seconds (month, country, seconds) VALUES (?, ?, ?)
     ON CONFLICT (month, country) DO UPDATE SET seconds = seconds + excluded.seconds`,
  );
  const charged = database.prepare<[string], { readonly country: string; readonly seconds: number }>(
    'SELECT country, seconds FROM charged_seconds WHERE month = ?',
  );
  const secondsOf = (month: string): Readonly<Record<string, number>> =>
    Object.fromEntries(charged.all(month).map(({ country, seconds }) => [country, seconds]));
  const followUps = prepareFollowUps(database);
  return (operations: readonly Operation[], after: number, at: number): Execution => {
    const events: LoggedEvent[] = [];
    let cursor = after;
    const log = (event: GatewayEvent): void => {
      cursor += 1;
      const body = JSON.stringify(event);
      append.run(cursor, at, body);
      events.push(toLoggedEvent({ cursor, at, body }));
      if (cursor % trimEvery === 0) trim.run(cursor - keptEvents);
    };
    const tell = (news: GatewayEvent): void => {
      log(news);
      if (news.type !== 'note' || news.note.direction !== 'in') return;
      for (const event of followUps.noteLeft(news.note.contactId)) change(event);
    };
    const change = (event: GatewayEvent): boolean => {
      const news = apply(event, cursor + 1);
      for (const each of news) tell(each);
      return news.length > 0;
    };
    for (const operation of operations) {
      switch (operation.do) {
        case 'event':
          change(operation.event);
          break;
        case 'introduce':
          if (isKnown.get(operation.contact.id) !== undefined) break;
          change({ type: 'contact', state: { contact: operation.contact, serviceWindowUntil: null } });
          break;
        case 'fact':
          keep.run(operation.contactId, factKeyOf(operation.fact), operation.fact.at, JSON.stringify(operation.fact));
          if (operation.fact.fact === 'message') forgetMessages.run(operation.contactId, operation.fact.at);
          break;
        case 'facts.forget':
          for (const key of operation.keys) forget.run(operation.contactId, key);
          break;
        case 'step':
          step.run(operation.runId, operation.step);
          break;
        case 'call.open':
          open.run(operation.call);
          break;
        case 'call.close':
          close.run(operation.callId);
          break;
        case 'call.seen':
          for (const callId of operation.callIds) seen.run(operation.at, callId);
          break;
        case 'charge':
          if (!change(operation.cost)) break;
          count.run(operation.month, operation.country, operation.cost.chargedSeconds);
          change({ type: 'volume', month: operation.month, seconds: secondsOf(operation.month) });
          break;
        case 'follow-up.fact':
          for (const event of followUps.note(operation.fact)) change(event);
          break;
        case 'follow-up.act':
          for (const event of followUps.act(operation.request)) change(event);
          break;
        case 'note.change': {
          const note = notes.change(operation.request);
          if (note !== null) tell({ type: 'note', note });
          break;
        }
        default:
          unreachable(operation);
      }
    }
    return { events, cursor };
  };
}
