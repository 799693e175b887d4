import { describe, expect, it } from 'vitest';
import { callStatistics } from '../../../src/main/store/cache/call-statistics.ts';
import { putContactEvent } from '../../../src/main/store/cache/contact-events.ts';
import { ensureContact } from '../../../src/main/store/cache/contacts.ts';
import { counters, readUpTo } from '../../../src/main/store/cache/marks.ts';
import { eventOf } from './support/entries.ts';
import { temporaryCache } from './support/temporary.ts';

const quarter = 900_000;

function cacheWith(events: readonly ReturnType<typeof eventOf>[]) {
  const db = temporaryCache();
  for (const event of events) {
    ensureContact(db, event.contactId);
    putContactEvent(db, event, 'gateway');
  }
  return db;
}

const answered = (id: string, at: number, agent: string | null) =>
  ({ ...eventOf(`${id}/answered-call`, 'anna', at), type: 'answered-call', agent }) as const;
const of = (type: 'missed-low-balance' | 'out-of-hours-call' | 'refused-call', id: string, at: number) =>
  ({ ...eventOf(`${id}/${type}`, 'anna', at), type }) as const;

describe('callStatistics', () => {
  it('counts each call in the day it began, those that are not missed apart', () => {
    const db = cacheWith([
      answered('a', 10 * quarter - 1, 'Carla'),
      answered('b', 10 * quarter, 'Carla'),
      answered('c', 11 * quarter, 'Bruno'),
      answered('d', 11 * quarter, null),
      eventOf('e/missed-call', 'anna', 12 * quarter + 5),
      eventOf('e/missed-call', 'anna', 12 * quarter + 5),
      of('missed-low-balance', 'f', 12 * quarter + 9),
      of('out-of-hours-call', 'g', 12 * quarter),
      of('refused-call', 'h', 19 * quarter),
      eventOf('i/missed-call', 'anna', 20 * quarter),
    ]);
    expect(callStatistics(db, [0, 10 * quarter, 20 * quarter])).toEqual({
      tallies: [
        { answered: 1, missed: 0, outOfHours: 0, refused: 0, byAgent: [{ agent: 'Carla', answered: 1 }] },
        {
          answered: 3,
          missed: 2,
          outOfHours: 1,
          refused: 1,
          byAgent: [
            { agent: 'Bruno', answered: 1 },
            { agent: 'Carla', answered: 1 },
          ],
        },
      ],
      missed: [
        { at: 12 * quarter, count: 1 },
        { at: 12 * quarter, count: 1 },
      ],
    });
  });

  it('reads the index alone', () => {
    const db = temporaryCache();
    const plan = db
      .prepare(
        `EXPLAIN QUERY PLAN SELECT agent, count(*) FROM contact_events WHERE type = 'answered-call' AND
         type IN ('answered-call', 'missed-call', 'missed-low-balance', 'out-of-hours-call', 'refused-call')
         AND at / 900000 >= 1 AND at / 900000 < 2 GROUP BY agent`,
      )
      .all()
      .map((row) => (row as { detail: string }).detail);
    expect(plan[0]).toMatch(/COVERING INDEX contact_events_calls/);
  });
});

it('a call missed for a low balance is missed until somebody looks, one outside hours never is', () => {
  const db = cacheWith([of('missed-low-balance', 'a', 10), of('out-of-hours-call', 'b', 11)]);
  expect(counters(db)).toEqual({ unread: 0, missed: 1, unplayed: 0 });
  readUpTo(db, 'anna', 5);
  expect(counters(db).missed).toBe(1);
  readUpTo(db, 'anna', 20);
  expect(counters(db).missed).toBe(0);
});
