import { describe, expect, it } from 'vitest';
import {
  agentShares,
  answerRate,
  type CallTally,
  dayStarts,
  noCalls,
  sumOf,
} from '../../../src/shared/domain/answer-rate.ts';

const tally = (changes: Partial<CallTally>): CallTally => ({ ...noCalls, ...changes });
const hours = (starts: readonly number[]) =>
  starts.slice(1).map((at, index) => (at - (starts[index] ?? 0)) / 3_600_000);

describe('the answer rate', () => {
  it.each([
    [{ answered: 0, missed: 0 }, null],
    [{ answered: 3, missed: 1 }, 0.75],
    [{ answered: 0, missed: 2 }, 0],
    [{ answered: 2, missed: 0 }, 1],
  ])('of %j is %s', (counts, rate) => {
    expect(answerRate(counts)).toBe(rate);
  });

  it('does not change with calls outside hours or refused ones', () => {
    expect(answerRate(tally({ answered: 1, missed: 1, outOfHours: 50, refused: 9 }))).toBe(0.5);
  });

  it('is what the shares of all agents add up to', () => {
    const days = [
      tally({
        answered: 3,
        missed: 1,
        byAgent: [
          { agent: 'Carla', answered: 2 },
          { agent: 'Bruno', answered: 1 },
        ],
      }),
      tally({ answered: 2, missed: 2, byAgent: [{ agent: 'Bruno', answered: 2 }] }),
    ];
    const week = sumOf(days);
    expect(week).toMatchObject({ answered: 5, missed: 3 });
    const shares = agentShares(week);
    expect(shares.map(({ agent, answered }) => [agent, answered])).toEqual([
      ['Bruno', 3],
      ['Carla', 2],
    ]);
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(answerRate(week) ?? 0);
    expect(agentShares(noCalls)).toEqual([]);
  });
});

describe('where days begin', () => {
  it('goes by the zone, not by UTC', () => {
    const now = Date.parse('2026-11-21T23:30:00Z');
    expect(dayStarts(now, 1, 'UTC')).toEqual([Date.parse('2026-11-21T00:00:00Z')]);
    expect(dayStarts(now, 1, 'Europe/Rome')).toEqual([Date.parse('2026-11-21T23:00:00Z')]);
    expect(dayStarts(now, 1, 'Asia/Kathmandu')).toEqual([Date.parse('2026-11-21T18:15:00Z')]);
  });

  it('gives the days of a change of the clock 23 and 25 hours', () => {
    expect(hours(dayStarts(Date.parse('2026-03-31T10:00:00Z'), 4, 'Europe/Rome'))).toEqual([24, 23, 24]);
    expect(hours(dayStarts(Date.parse('2026-10-27T10:00:00Z'), 4, 'Europe/Rome'))).toEqual([24, 25, 24]);
  });

  it('begins a day whose midnight is leapt over with the leap, and one with two midnights with the first', () => {
    // Cairo: clocks go from 00:00 to 01:00 on the last Friday of April, and back at the last midnight of October's last Thursday.
    expect(dayStarts(Date.parse('2026-04-24T12:00:00Z'), 1, 'Africa/Cairo')).toEqual([
      Date.parse('2026-04-23T22:00:00Z'),
    ]);
    expect(hours(dayStarts(Date.parse('2026-04-25T12:00:00Z'), 3, 'Africa/Cairo'))).toEqual([24, 23]);
    expect(hours(dayStarts(Date.parse('2026-10-31T12:00:00Z'), 4, 'Africa/Cairo'))).toEqual([24, 25, 24]);
  });

  it('is whole quarters of an hour, by which the store counts', () => {
    for (const zone of ['Europe/Rome', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Chatham', 'America/St_Johns'])
      for (const start of dayStarts(Date.parse('2026-04-08T12:34:56Z'), 7, zone)) expect(start % 900_000).toBe(0);
  });
});
