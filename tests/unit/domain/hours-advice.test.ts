import { describe, expect, it } from 'vitest';
import { hoursAdvice, usualWorkingTime } from '../../../src/shared/domain/hours-advice.ts';

const evening = Date.parse('2026-11-18T20:00:00Z');
const noon = Date.parse('2026-11-18T12:00:00Z');
const sunday = Date.parse('2026-11-15T12:00:00Z');
const allDay = (() => {
  const usual = usualWorkingTime('UTC');
  const span = [{ open: '00:00', close: '24:00' }];
  return { ...usual, week: { ...usual.week, wednesday: span, sunday: span } };
})();

describe('the advice', () => {
  it.each([
    [
      'most were missed in the evening',
      [
        { at: evening, count: 4 },
        { at: noon, count: 3 },
      ],
      'set-hours',
    ],
    ['most were missed on a Sunday', [{ at: sunday, count: 5 }], 'set-hours'],
    [
      'half of them were',
      [
        { at: evening, count: 3 },
        { at: noon, count: 3 },
      ],
      null,
    ],
    ['there were too few to tell', [{ at: evening, count: 4 }], null],
    ['nothing was missed', [], null],
  ] as const)('where %s', (_, missed, advice) => {
    expect(hoursAdvice(missed, null, 'UTC')).toBe(advice);
  });

  it('goes by the zone of the channel, else of whoever looks', () => {
    const missed = [{ at: Date.parse('2026-11-18T17:30:00Z'), count: 6 }];
    expect(hoursAdvice(missed, null, 'UTC')).toBeNull();
    expect(hoursAdvice(missed, null, 'Europe/Rome')).toBe('set-hours');
  });

  it('is to narrow hours that are longer than anybody works, and nothing where they would refuse those calls already', () => {
    const missed = [{ at: evening, count: 6 }];
    expect(hoursAdvice(missed, allDay, 'UTC')).toBe('narrow-hours');
    expect(hoursAdvice(missed, usualWorkingTime('UTC'), 'UTC')).toBeNull();
  });
});
