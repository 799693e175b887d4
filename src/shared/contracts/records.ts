/** What is shown, stored and sent about contacts, conversations, calls and recordings: the shapes that several boundaries share. */
import { z } from 'zod';
import { callDirection, callId, callKind, contactId, decimal, entryId, instant, recordingId } from './identifiers.ts';
import { note } from './note.ts';

export const presence = z.enum(['available', 'busy', 'away']);
export type Presence = z.infer<typeof presence>;

export const contact = z.object({
  id: contactId,
  name: z.string().min(1).max(200),
  /** E.164 with `+`; null where the contact has only a username. */
  phone: z.string().max(40).nullable(),
});
export type Contact = z.infer<typeof contact>;

export const messageStatus = z.enum(['sending', 'sent', 'delivered', 'read', 'failed']);
export type MessageStatus = z.infer<typeof messageStatus>;

export const message = z.object({
  id: entryId,
  contactId,
  direction: z.enum(['in', 'out']),
  text: z.string().max(4096),
  at: instant,
  status: messageStatus,
});
export type Message = z.infer<typeof message>;

/** Dated facts on a contact's record. */
export const contactEventType = z.enum([
  'missed-call',
  /** Not delivered: the balance was too low. Missed like any other. */
  'missed-low-balance',
  /** Refused by itself outside working time: nobody's fault, in no answer rate. */
  'out-of-hours-call',
  /** Not delivered for another rule, such as calls being switched off. */
  'refused-call',
  'answered-call',
  'answered-elsewhere',
  'declined-call',
  'outgoing-call',
  'outgoing-unanswered',
  /** Not placed: a rule refused. No attempt, and none that the contact left unanswered. */
  'outgoing-refused',
  'failed-call',
  'interrupted-call',
  'permission-requested',
  'permission-granted',
  'permission-declined',
  'permission-revoked',
]);
export type ContactEventType = z.infer<typeof contactEventType>;

export const contactEvent = z.object({
  /** `<call id>/<type>` for call events: the gateway and this desktop name the same fact alike, so it is kept once. */
  id: entryId,
  contactId,
  type: contactEventType,
  at: instant,
  callId: callId.nullable(),
  kind: callKind.nullable(),
  /** Talk time; null where nobody talked. */
  durationMs: z.int().nonnegative().nullable(),
  /** Name of the agent concerned, where there is one. */
  agent: z.string().max(200).nullable(),
});
export type ContactEvent = z.infer<typeof contactEvent>;

/** One line of a conversation: newest last, ordered by `at`, then `id`. */
export const timelineEntry = z.discriminatedUnion('entry', [
  z.object({ entry: z.literal('message'), ...message.shape }),
  z.object({ entry: z.literal('event'), ...contactEvent.shape }),
  z.object({ entry: z.literal('note'), ...note.shape }),
]);
export type TimelineEntry = z.infer<typeof timelineEntry>;
/** What tells an entry from every other one: ids of different kinds of entries may be the same. */
export type TimelineRef = Pick<TimelineEntry, 'entry' | 'id'>;

export const conversationRow = z.object({
  contactId,
  name: z.string(),
  phone: z.string().nullable(),
  /** The newest line, as data: the ui words it. */
  last: z
    .discriminatedUnion('entry', [
      z.object({ entry: z.literal('message'), direction: z.enum(['in', 'out']), text: z.string() }),
      z.object({ entry: z.literal('event'), type: contactEventType }),
      z.object({ entry: z.literal('note'), direction: z.enum(['in', 'out']), kind: callKind, durationMs: z.int() }),
    ])
    .nullable(),
  lastAt: instant,
  unread: z.int().nonnegative(),
  /** Missed calls since somebody last looked at the conversation. */
  missed: z.int().nonnegative(),
  /** Incoming notes that nobody has played; looking at the conversation does not change them. */
  unplayed: z.int().nonnegative(),
});
export type ConversationRow = z.infer<typeof conversationRow>;

/** How a call came out. `null` in a journal row means that it is still going on. */
export const callOutcome = z.enum([
  'answered',
  'missed',
  'declined',
  'answered-elsewhere',
  'no-answer',
  'refused',
  'cancelled',
  'failed',
  'interrupted',
]);
export type CallOutcome = z.infer<typeof callOutcome>;

/** What the provider charged for a business-initiated call; exact. */
export const callCost = z.object({
  amount: decimal,
  currency: z.string().length(3),
  chargedSeconds: z.int().nonnegative(),
});
export type CallCost = z.infer<typeof callCost>;

/** A row of the call journal (ledger.sqlite, table `calls`). */
export const callRow = z.object({
  id: callId,
  contactId,
  name: z.string(),
  phone: z.string().nullable(),
  direction: callDirection,
  kind: callKind,
  startedAt: instant,
  answeredAt: instant.nullable(),
  endedAt: instant.nullable(),
  outcome: callOutcome.nullable(),
  /** Why, where the outcome alone does not say: a SIP cause, a device fault, who answered. */
  reason: z.string().nullable(),
  hasRecording: z.boolean(),
  /** Absent: nothing was charged, or it is not told yet. */
  cost: callCost.optional(),
});
export type CallRow = z.infer<typeof callRow>;

export const recordingState = z.enum(['writing', 'complete', 'cut', 'failed']);
export type RecordingState = z.infer<typeof recordingState>;

/** A row of the recordings index (ledger.sqlite, table `recordings`). */
export const recordingRow = z.object({
  id: recordingId,
  callId,
  contactId,
  name: z.string(),
  phone: z.string().nullable(),
  agent: z.string(),
  startedAt: instant,
  /** null until the file is finished */
  durationMs: z.int().nonnegative().nullable(),
  bytes: z.int().nonnegative(),
  /** `cut`: the app or machine died while recording; the file plays up to the last second written. */
  state: recordingState,
  sha256: z.string().nullable(),
});
export type RecordingRow = z.infer<typeof recordingRow>;

/** Keyset page: `next` is passed back as `before`; null at the end. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}
