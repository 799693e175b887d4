/**
 * Boundary desktop ↔ gateway ("agent contract"), JSON.
 *
 * 1. `POST /tickets` with `Authorization: Bearer TOKEN` answers {@link ticketReply}: one ticket each for `/agent` and `/sip`,
 *    good for one connection and `expiresInMs`. The token says who the agent is.
 * 2. WebSocket `/agent?ticket=…`: the client says `hello` with the epoch and cursor it has; the gateway answers with the events after
 *    it, or with a whole snapshot where the epoch is another one or the cursor is unknown. Afterwards events arrive as they happen.
 * 3. WebSocket `/sip?ticket=…`, subprotocol `sip` (RFC 7118): registration of the ticket's agent needs no digest.
 *
 * A cursor is a whole number that grows by one with each event of the workspace. A client stores it in the same transaction as
 * what the event changed, so it misses nothing and applies nothing twice.
 */
import { z } from 'zod';
import { errorCodes } from '../result.ts';
import { callingState, channelSettings, ruleRefusal } from './calling.ts';
import { followUp, followUpAct } from './follow-up.ts';
import { callId, contactId, decimal, entryId, instant } from './identifiers.ts';
import { note, noteDraft, noteId } from './note.ts';
import { rateCard } from './rate-card.ts';
import { contact, contactEvent, message, messageStatus, presence } from './records.ts';

export const agentProtocolVersion = 4;

export const ticketReply = z.object({
  agentTicket: z.string().min(16).max(512),
  sipTicket: z.string().min(16).max(512),
  expiresInMs: z.int().positive(),
  /** The gateway's wall clock when it answered: the desktop's own may be wrong, and what has an end ends by this one. */
  at: instant,
  agent: z.object({
    id: z.string().min(1).max(64),
    name: z.string().min(1).max(200),
    role: z.enum(['agent', 'supervisor']),
  }),
  /** Address of record of this agent, `sip:<agent id>@<domain>`. */
  sipUri: z.string().max(300),
});
export type TicketReply = z.infer<typeof ticketReply>;

export const workspaceState = z.object({
  name: z.string().max(200),
  number: z.string().max(40).nullable(),
  balance: decimal.nullable(),
  currency: z.string().length(3),
  recording: z.boolean(),
  /** What the provider carries besides voice. */
  video: z.boolean(),
  notes: z.boolean(),
  rules: z.string().max(100),
});
export type WorkspaceState = z.infer<typeof workspaceState>;

/** A contact with the parts of the conversation that are not messages or events. */
export const contactState = z.object({
  contact,
  /** Free-form messages may be sent until then; null: closed. */
  serviceWindowUntil: instant.nullable(),
});
export type ContactState = z.infer<typeof contactState>;

const assignee = z.object({ id: z.string().min(1).max(64), name: z.string().min(1).max(200) });

/** What holds now, told whole: the newest of a kind (and contact, or follow-up) replaces the ones before. A snapshot has them, too. */
export const stateEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('channel'),
    settings: channelSettings,
    /** Business-initiated conversations in 24 hours; null: not known. */
    messagingLimit: z.int().nonnegative().nullable(),
    /** The provider has paused calls until then. */
    pausedUntil: instant.nullable(),
    /** How far the clock by which the gateway judges is ahead of the world's: a scenario can jump days. 0 outside the sandbox. */
    clockAheadMs: z.int(),
  }),
  /** What calls cost; null: not known. */
  z.object({ type: z.literal('rates'), card: rateCard.nullable() }),
  /** What calls of a calendar month were charged for, by country of the number: prices fall with it. */
  z.object({
    type: z.literal('volume'),
    /** `2026-11` (domain/rules/month.ts) */
    month: z.string().regex(/^\d{4}-\d{2}$/),
    seconds: z.record(z.string().max(3), z.int().nonnegative()),
  }),
  z.object({ type: z.literal('contact.calling'), contactId, state: callingState }),
  /** Whose conversation it is. */
  z.object({ type: z.literal('contact.assigned'), contactId, assignee: assignee.nullable() }),
  z.object({ type: z.literal('follow-up'), followUp }),
  z.object({ type: z.literal('note'), note }),
]);
export type StateEvent = z.infer<typeof stateEvent>;

export const gatewayEvent = z.discriminatedUnion('type', [
  ...stateEvent.options,
  /** A business-initiated call was charged; each call once. */
  z.object({
    type: z.literal('call.cost'),
    callId,
    contactId,
    /** Exact. */
    amount: decimal,
    currency: z.string().length(3),
    chargedSeconds: z.int().nonnegative(),
  }),
  /** One that could not be sent was thrown away. */
  z.object({ type: z.literal('note.gone'), noteId, contactId }),
  z.object({ type: z.literal('workspace'), workspace: workspaceState }),
  z.object({ type: z.literal('contact'), state: contactState }),
  z.object({ type: z.literal('message'), message }),
  z.object({ type: z.literal('message.status'), messageId: entryId, contactId, status: messageStatus }),
  z.object({ type: z.literal('contact.event'), event: contactEvent }),
  /** Somebody looked at the conversation: unread and missed marks up to `upTo` are gone for every agent. */
  z.object({ type: z.literal('read'), contactId, upTo: instant, agentId: z.string().max(64) }),
  /** Who answered or that nobody did: for agents whose ringing stopped. */
  z.object({
    type: z.literal('call.settled'),
    callId,
    contactId,
    outcome: z.enum(['answered', 'missed', 'declined', 'failed']),
    agentName: z.string().max(200).nullable(),
  }),
]);
export type GatewayEvent = z.infer<typeof gatewayEvent>;

export const numberedEvent = z.object({ cursor: z.int().positive(), at: instant, event: gatewayEvent });
export type NumberedEvent = z.infer<typeof numberedEvent>;

export const agentCommand = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('presence'), presence, ringing: z.boolean() }),
  /** `message.id` is made by the client: a repeated command is the same message. */
  z.strictObject({ do: z.literal('message'), id: z.uuid(), contactId, text: z.string().min(1).max(4096) }),
  z.strictObject({ do: z.literal('read'), contactId, upTo: instant }),
  /** A contact event that happened on the desktop; kept once by its id. */
  z.strictObject({ do: z.literal('contact.event'), event: contactEvent }),
  /** Asks the contact for permission to call; `id` is made by the client: a repeated command is the same request. */
  z.strictObject({ do: z.literal('permission.request'), id: z.uuid(), contactId }),
  /** Makes the conversation the agent's own, or nobody's. */
  z.strictObject({ do: z.literal('assign'), contactId, to: z.enum(['me', 'nobody']) }),
  z.strictObject({ do: z.literal('follow-up'), id: callId, act: followUpAct }),
  /**
   * Leaves a note whose media was handed over before (`PUT` of {@link notePath}). A repeated command is the same note; one that failed
   * is tried again and stands as `sending` until this try is `sent` or `failed`, whoever asks for it meanwhile. Errors: `gone`: the media is
   * not there, or was found damaged, and has to be handed over (again); `window-closed`; `invalid`; `not-found`; `unsupported`: the provider
   * takes none of this kind.
   */
  z.strictObject({ do: z.literal('note.send'), note: noteDraft }),
  /** Throws away a note that the provider did not take. Error: `invalid`: it is on its way, or was sent. */
  z.strictObject({ do: z.literal('note.discard'), id: noteId }),
  /** An agent plays an incoming note: from now on it is played for everybody. */
  z.strictObject({ do: z.literal('note.played'), id: noteId }),
  /** For supervisors. */
  z.strictObject({ do: z.literal('channel.set'), settings: channelSettings }),
  /** For supervisors; the text of the CSV file. Errors: `invalid`, its detail has a line for each fault. */
  z.strictObject({ do: z.literal('rates.import'), csv: z.string().max(500_000) }),
]);
export type AgentCommand = z.infer<typeof agentCommand>;

export const clientMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello'),
    version: z.literal(agentProtocolVersion),
    epoch: z.string().max(100).nullable(),
    cursor: z.int().nonnegative(),
  }),
  z.strictObject({ type: z.literal('command'), id: z.string().min(1).max(100), command: agentCommand }),
  z.strictObject({ type: z.literal('ping'), id: z.int() }),
]);
export type ClientMessage = z.infer<typeof clientMessage>;

/** A command as far as it can be answered: one that is not as {@link agentCommand} says gets `invalid`, with a line for each faulty field. */
export const commandEnvelope = z.strictObject({
  type: z.literal('command'),
  id: z.string().min(1).max(100),
  command: z.unknown(),
});

const failure = z.object({
  code: z.enum(errorCodes),
  detail: z.string().max(2000).optional(),
  /** With `rule`: which one refuses, and when it lifts. */
  refusal: ruleRefusal.optional(),
});

export const serverMessage = z.discriminatedUnion('type', [
  /** What the client has is of another epoch or too old: `snapshot.part`s follow, then `snapshot.end` with the cursor they stand for. */
  z.object({ type: z.literal('snapshot.begin'), epoch: z.string().max(100), workspace: workspaceState }),
  z.object({
    type: z.literal('snapshot.part'),
    contacts: z.array(contactState).max(1000),
    messages: z.array(message).max(1000),
    events: z.array(contactEvent).max(1000),
    reads: z.array(z.object({ contactId, upTo: instant })).max(1000),
    states: z.array(stateEvent).max(1000),
  }),
  z.object({ type: z.literal('snapshot.end'), cursor: z.int().nonnegative() }),
  /** In the order of their cursors, without gaps. */
  z.object({ type: z.literal('events'), epoch: z.string().max(100), events: z.array(numberedEvent).min(1).max(1000) }),
  /** After `hello`, when nothing is missing: the client is up to date. */
  z.object({ type: z.literal('current'), epoch: z.string().max(100), cursor: z.int().nonnegative() }),
  z.object({ type: z.literal('reply'), id: z.string(), error: failure.nullable() }),
  z.object({ type: z.literal('pong'), id: z.int() }),
]);
export type ServerMessage = z.infer<typeof serverMessage>;

/** Close codes of both sockets (RFC 6455 private range). */
export const closeCodes = {
  badTicket: 4401,
  badMessage: 4400,
  tooFast: 4429,
  replaced: 4409,
  shuttingDown: 4503,
  /** The gateway cannot read what it stored; worth trying again. */
  storeFailed: 4500,
} as const;
