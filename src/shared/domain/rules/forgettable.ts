/** What of a long history can change no answer any more. */
import type { CallingFact } from '#shared/contracts/calling.ts';
import { dayMs } from './durations.ts';
import { callsOf, type KnownCall, settledFacts } from './history.ts';

/** Longer than every window of a rule, and than providers tell something late: what is younger stays. */
export const remembersMs = 30 * dayMs;

/** A call before a template by so much may have held the window open in which it was sent. */
const windowMs = 2 * dayMs;

/** How many unanswered calls in a row revoke a permission: under the strictest profile and under the mildest. */
export interface RowLengths {
  readonly shortest: number;
  readonly longest: number;
}

/**
 * Ids of calls of which nothing has to be kept: with and without them every rule says the same from `horizon + remembersMs` on. Unanswered calls
 * matter as rows that may revoke a permission: of a long one its beginning and its end do, so the number that is told of them may be less, though
 * never below `longest`. What is no call stays.
 *
 * @param horizon only calls that ended before may be forgotten
 */
export function forgettableCalls(
  history: readonly CallingFact[],
  horizon: number,
  lengths: RowLengths,
): ReadonlySet<string> {
  const facts = settledFacts(history);
  const calls = callsOf(facts);
  const templates = facts.filter(({ fact }) => fact === 'template' || fact === 'request').map(({ at }) => at);
  const newest = newestOf(calls);
  const mayGo = (call: KnownCall): boolean =>
    call.endedAt !== null &&
    call.endedAt < horizon &&
    !newest.has(call) &&
    !templates.some((at) => call.startedAt <= at && at < turnOf(call) + windowMs);
  const turns = facts.filter(({ fact }) => fact !== 'call' && fact !== 'message').map(({ at }) => at);
  const unneeded = [...calls.filter((call) => !counts(call)), ...unneededInRows(calls, mayGo, turns, lengths)];
  return new Set(unneeded.filter(mayGo).map(({ id }) => id));
}

/** When a call counts in a row of unanswered ones, or ends it. */
const turnOf = ({ startedAt, answeredAt, endedAt }: KnownCall): number => answeredAt ?? endedAt ?? startedAt;

/** Others only open the service window. */
const counts = ({ answeredAt, failed, direction }: KnownCall): boolean =>
  answeredAt !== null || (!failed && direction === 'business-initiated');

/** The newest of each kind: until when the window was open, and what happened last. */
function newestOf(calls: readonly KnownCall[]): ReadonlySet<KnownCall> {
  const kinds = new Map<string, KnownCall>();
  for (const call of calls.toSorted((left, right) => turnOf(left) - turnOf(right)))
    kinds.set(`${call.direction} ${call.answeredAt === null} ${call.failed}`, call);
  return new Set(kinds.values());
}

/** Unanswered calls, and the answered one that sets their count back; null: none has. */
interface Row {
  readonly unanswered: readonly KnownCall[];
  readonly end: KnownCall | null;
}

function rowsOf(calls: readonly KnownCall[]): readonly Row[] {
  const rows: Row[] = [];
  let unanswered: KnownCall[] = [];
  for (const call of calls.filter(counts).toSorted((left, right) => turnOf(left) - turnOf(right))) {
    if (call.answeredAt === null) unanswered.push(call);
    else {
      rows.push({ unanswered, end: call });
      unanswered = [];
    }
  }
  return [...rows, { unanswered, end: null }];
}

function unneededInRows(
  calls: readonly KnownCall[],
  mayGo: (call: KnownCall) => boolean,
  turns: readonly number[],
  { shortest, longest }: RowLengths,
): readonly KnownCall[] {
  const rows = rowsOf(calls);
  const isCalm: boolean[] = [];
  /** When a row has revoked whatever ran: until something else happens, no other row does. */
  let revokedAt: number | null = null;
  for (const [index, { unanswered, end }] of rows.entries()) {
    const isOver = revokedAt !== null && end !== null && !isBetween(turns, revokedAt, turnOf(end));
    // Between two answered calls, and revoking nothing.
    const calm = index > 0 && end !== null && unanswered.every(mayGo) && (unanswered.length < shortest || isOver);
    isCalm.push(calm);
    const revoking = calm ? undefined : partsOf(unanswered, turns).findLast((part) => part.length >= longest);
    const last = revoking?.[longest - 1];
    if (last !== undefined) revokedAt = turnOf(last);
  }
  return rows.flatMap(({ unanswered, end }, index) => {
    const parts = isCalm[index] ? [] : partsOf(unanswered, turns);
    const idle = isCalm[index] ? unanswered : parts.flatMap((part) => part.slice(longest, -longest));
    // With calm on both sides the answered calls before and after say the same.
    return end !== null && isCalm[index] && isCalm[index + 1] ? [...idle, end] : idle;
  });
}

/** A row where nothing else happened within each part. */
function partsOf(row: readonly KnownCall[], turns: readonly number[]): readonly (readonly KnownCall[])[] {
  const parts: KnownCall[][] = [];
  for (const call of row) {
    const part = parts.at(-1);
    const before = part?.at(-1);
    const isBroken = before === undefined || isBetween(turns, turnOf(before), turnOf(call));
    if (part === undefined || isBroken) parts.push([call]);
    else part.push(call);
  }
  return parts;
}

const isBetween = (turns: readonly number[], from: number, to: number): boolean =>
  turns.some((at) => from <= at && at <= to);
