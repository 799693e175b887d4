/** Counts calls of contacts for the answer rate, from an index alone (migration 5). */
import type { ContactEventType } from '#shared/contracts/records.ts';
import type { CallTally } from '#shared/domain/answer-rate.ts';
import type { MissedSlot } from '#shared/domain/hours-advice.ts';
import { missedTypes } from '#shared/domain/missed.ts';
import type { CallStatistics } from '../cache-store.ts';
import type { Db } from '../sqlite/database.ts';
import { prepared } from '../sqlite/statements.ts';

const slotMs = 900_000;

/** SQLite takes a partial index only for a query that repeats its condition word for word. */
const indexed = "type IN ('answered-call', 'missed-call', 'missed-low-balance', 'out-of-hours-call', 'refused-call')";

type Counted = Extract<
  ContactEventType,
  'answered-call' | 'missed-call' | 'missed-low-balance' | 'out-of-hours-call' | 'refused-call'
>;

function countOf(db: Db, type: Counted, from: number, to: number): number {
  const row = prepared<[string, number, number], { readonly count: number }>(
    db,
    `SELECT count(*) AS count FROM contact_events
     WHERE type = ? AND ${indexed} AND at / 900000 >= ? AND at / 900000 < ?`,
  ).get(type, from, to);
  return row?.count ?? 0;
}

function answeredBy(db: Db, from: number, to: number) {
  return prepared<[number, number], { readonly agent: string | null; readonly answered: number }>(
    db,
    `SELECT agent, count(*) AS answered FROM contact_events
     WHERE type = 'answered-call' AND ${indexed} AND at / 900000 >= ? AND at / 900000 < ? GROUP BY agent`,
  ).all(from, to);
}

function missedSlots(db: Db, from: number, to: number): readonly MissedSlot[] {
  return missedTypes
    .flatMap((type) =>
      prepared<[string, number, number], { readonly slot: number; readonly count: number }>(
        db,
        `SELECT at / 900000 AS slot, count(*) AS count FROM contact_events
         WHERE type = ? AND ${indexed} AND at / 900000 >= ? AND at / 900000 < ? GROUP BY at / 900000`,
      ).all(type, from, to),
    )
    .map(({ slot, count }) => ({ at: slot * slotMs, count }));
}

function tallyOf(db: Db, from: number, to: number): CallTally {
  const answers = answeredBy(db, from, to);
  return {
    answered: answers.reduce((sum, { answered }) => sum + answered, 0),
    missed: missedTypes.reduce((sum, type) => sum + countOf(db, type, from, to), 0),
    outOfHours: countOf(db, 'out-of-hours-call', from, to),
    refused: countOf(db, 'refused-call', from, to),
    byAgent: answers.flatMap(({ agent, answered }) => (agent === null ? [] : [{ agent, answered }])),
  };
}

/** See `CacheStore.callStatistics`. */
export function callStatistics(db: Db, days: readonly number[]): CallStatistics {
  const slots = days.map((at) => Math.floor(at / slotMs));
  const tallies = slots.slice(0, -1).map((from, index) => tallyOf(db, from, slots[index + 1] ?? from));
  return { tallies, missed: missedSlots(db, slots[0] ?? 0, slots.at(-1) ?? 0) };
}
