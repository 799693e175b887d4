import type { FollowUp, FollowUpAct } from '#shared/contracts/follow-up.ts';
import type { CallDirection, CallKind } from '#shared/contracts/identifiers.ts';
import type { Note } from '#shared/contracts/note.ts';
import type { ContactEvent, ContactEventType } from '#shared/contracts/records.ts';
import { unreachable } from '#shared/never.ts';
import { fail, ok, type Result } from '#shared/result.ts';

type Agent = NonNullable<FollowUp['takenBy']>;

/** Who acts on a follow-up. */
export type Actor = Agent & { readonly isSupervisor: boolean };

/** What happened with one call of a contact, as far as it makes or ends work. */
export type FollowUpFact =
  | {
      readonly fact: 'missed';
      readonly callId: string;
      readonly contactId: string;
      readonly at: number;
      readonly kind: CallKind;
      readonly outOfHours: boolean;
    }
  | {
      readonly fact: 'talked';
      readonly callId: string;
      readonly contactId: string;
      /** When it was answered. */
      readonly at: number;
      readonly direction: CallDirection;
      /** null: nobody of the team. */
      readonly by: Agent | null;
    };

/** What has to be kept of one contact between two facts, besides the ids of the calls that were counted. */
export interface FollowUpBook {
  /** The one that came up last; null: none yet. */
  readonly newest: FollowUp | null;
  /** Newest call that somebody answered, in either direction; null: none. */
  readonly talkedAt: number | null;
}

export const emptyBook: FollowUpBook = { newest: null, talkedAt: null };

/** Calls of a contact that nobody took, whatever the reason. */
const unanswered: ReadonlySet<ContactEventType> = new Set([
  'missed-call',
  'missed-low-balance',
  'out-of-hours-call',
  'refused-call',
  'declined-call',
]);

/** What a contact event means as work; null: nothing. An answer counts from when it happened, which the event's end and talk time tell. */
export function followUpFactOf(event: ContactEvent): FollowUpFact | null {
  const { callId, contactId, at, kind, type, durationMs } = event;
  if (callId === null) return null;
  if (unanswered.has(type)) {
    return { fact: 'missed', callId, contactId, at, kind: kind ?? 'voice', outOfHours: type === 'out-of-hours-call' };
  }
  if (type !== 'answered-call' && type !== 'answered-elsewhere' && type !== 'outgoing-call') return null;
  const direction = type === 'outgoing-call' ? 'business-initiated' : 'user-initiated';
  return { fact: 'talked', callId, contactId, at: Math.max(0, at - (durationMs ?? 0)), direction, by: null };
}

/**
 * The book after a fact. Facts may come late; one that comes twice must be kept away by its call id (`isCounted`).
 *
 * @param isCounted whether a fact of this call was taken before: then a miss changes nothing, be it a repetition or contradicted by a talk
 */
export function noteFact(book: FollowUpBook, fact: FollowUpFact, isCounted: boolean): FollowUpBook {
  switch (fact.fact) {
    case 'missed':
      return isCounted ? book : missed(book, fact);
    case 'talked':
      return talked(book, fact);
    default:
      return unreachable(fact);
  }
}

function missed(book: FollowUpBook, fact: Extract<FollowUpFact, { fact: 'missed' }>): FollowUpBook {
  const { callId, contactId, at, kind, outOfHours } = fact;
  const { newest, talkedAt } = book;
  // Heard of late: the contact was talked to since.
  if (talkedAt !== null && at < talkedAt) return book;
  if (newest === null || newest.done !== null) {
    const opened: FollowUp = {
      id: callId,
      contactId,
      firstAt: at,
      lastAt: at,
      times: 1,
      kind,
      outOfHours,
      takenBy: null,
      done: null,
      note: null,
      left: null,
    };
    return { ...book, newest: opened };
  }
  const again: FollowUp = {
    ...newest,
    firstAt: Math.min(newest.firstAt, at),
    lastAt: Math.max(newest.lastAt, at),
    times: newest.times + 1,
    kind: at >= newest.lastAt ? kind : newest.kind,
    // One call within working time is enough to make it a miss of the team.
    outOfHours: newest.outOfHours && outOfHours,
  };
  return { ...book, newest: again };
}

/**
 * A note of the contact stands with the work that it belongs to, and brings it forward. It opens nothing and takes nothing up again: the
 * call before it did, and a note after somebody talked to the contact is an answer.
 */
export function showNote(
  book: FollowUpBook,
  { id, kind, durationMs, at }: Pick<Note, 'id' | 'kind' | 'durationMs' | 'at'>,
): FollowUpBook {
  const { newest } = book;
  if (newest === null || newest.done !== null) return book;
  const lastAt = Math.max(newest.lastAt, at);
  const isShown = newest.left?.id === id && newest.left.kind === kind && newest.left.durationMs === durationMs;
  if (isShown && lastAt === newest.lastAt) return book;
  return { ...book, newest: { ...newest, lastAt, left: { id, kind, durationMs } } };
}

function talked(book: FollowUpBook, fact: Extract<FollowUpFact, { fact: 'talked' }>): FollowUpBook {
  const { newest } = book;
  const talkedAt = Math.max(book.talkedAt ?? 0, fact.at);
  const settles = newest !== null && newest.done === null && (fact.at >= newest.lastAt || fact.callId === newest.id);
  if (!settles) return { newest, talkedAt };
  const how = fact.direction === 'user-initiated' ? 'answered' : 'called-back';
  return { newest: { ...newest, done: { how, at: fact.at, by: fact.by, reason: null } }, talkedAt };
}

/**
 * The follow-up after an agent's act; the same one where the act changes nothing more.
 *
 * @param book of its contact: what was answered since, or has a newer follow-up, is not taken up again
 * @returns `gone` where somebody was faster; the detail names who has it or how it ended
 */
export function actOn(
  followUp: FollowUp,
  act: FollowUpAct,
  { isSupervisor, ...by }: Actor,
  at: number,
  book: FollowUpBook,
): Result<FollowUp> {
  const { done, takenBy } = followUp;
  if (act.act === 'reopen') return reopen(followUp, book);
  // Whoever has it, and done or not: a note helps whoever calls.
  if (act.act === 'note') return ok(withNote(followUp, { text: act.text, by, at }));
  if (done !== null) {
    const repeated = act.act === 'dismiss' && done.how === 'dismissed' && done.by?.id === by.id;
    return repeated ? ok(followUp) : fail('gone', done.by === null ? 'done' : `done by ${done.by.name}`);
  }
  const isTakeOver = isSupervisor && act.act === 'take';
  if (takenBy !== null && takenBy.id !== by.id && !isTakeOver) return fail('gone', `taken by ${takenBy.name}`);
  switch (act.act) {
    case 'take':
      return ok(takenBy?.id === by.id ? followUp : { ...followUp, takenBy: by });
    case 'release':
      return ok(takenBy === null ? followUp : { ...followUp, takenBy: null });
    case 'dismiss': {
      const dismissed: FollowUp = { ...followUp, done: { how: 'dismissed', at, by, reason: act.reason } };
      return ok(act.note === undefined ? dismissed : withNote(dismissed, { text: act.note, by, at }));
    }
    default:
      return unreachable(act);
  }
}

/** The same follow-up where it says what stands there already: repeated, it is no news. */
function withNote(followUp: FollowUp, note: NonNullable<FollowUp['note']>): FollowUp {
  if (note.text === (followUp.note?.text ?? '')) return followUp;
  return { ...followUp, note: note.text === '' ? null : note };
}

function reopen(followUp: FollowUp, { newest, talkedAt }: FollowUpBook): Result<FollowUp> {
  if (followUp.done === null) return ok(followUp);
  if (followUp.done.how !== 'dismissed') return fail('gone', 'the contact was talked to');
  if (talkedAt !== null && talkedAt >= followUp.lastAt) return fail('gone', 'the contact was talked to since');
  if (newest !== null && newest.id !== followUp.id) return fail('gone', 'there is a newer one of this contact');
  return ok({ ...followUp, done: null });
}
