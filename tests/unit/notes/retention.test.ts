import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copiesToDrop, type NoteCopy } from '../../../src/main/notes/retention.ts';

const day = 86_400_000;
const now = 1_800_000_000_000;

const copy = (id: string, daysOld: number, standing: NoteCopy['standing'], bytes = 10): NoteCopy => ({
  id,
  bytes,
  at: now - daysOld * day,
  standing,
});

describe('copies of notes that give way', () => {
  it('are the oldest played ones first, and unknown ones after all of those', () => {
    const copies = [
      copy('unknown', 99, 'unknown'),
      copy('new', 1, 'settled'),
      copy('old', 9, 'settled'),
      copy('unplayed', 200, 'unplayed'),
      copy('unsent', 300, 'unsent'),
    ];
    expect(copiesToDrop(copies, { keepDays: null, keepBytes: null }, now)).toEqual([]);
    expect(copiesToDrop(copies, { keepDays: null, keepBytes: 41 }, now)).toEqual(['old']);
    expect(copiesToDrop(copies, { keepDays: null, keepBytes: 0 }, now)).toEqual(['old', 'new', 'unknown']);
    expect(copiesToDrop(copies, { keepDays: 7, keepBytes: null }, now)).toEqual(['old', 'unknown']);
    expect(copiesToDrop(copies, { keepDays: 7, keepBytes: 20 }, now)).toEqual(['old', 'unknown', 'new']);
  });

  it('are never unplayed or unsent, never more than needed, and leave no more than is allowed where that is possible', () => {
    const copies = fc.uniqueArray(
      fc.record({
        id: fc.string({ minLength: 1, maxLength: 4 }),
        bytes: fc.nat({ max: 50 }),
        at: fc.integer({ min: now - 40 * day, max: now + day }),
        standing: fc.constantFrom('unsent' as const, 'unplayed' as const, 'settled' as const, 'unknown' as const),
      }),
      { selector: ({ id }) => id, maxLength: 20 },
    );
    const limits = fc.record({
      keepDays: fc.option(fc.integer({ min: 1, max: 40 })),
      keepBytes: fc.option(fc.nat({ max: 400 })),
    });
    fc.assert(
      fc.property(copies, limits, (all, { keepDays, keepBytes }) => {
        const dropped = copiesToDrop(all, { keepDays, keepBytes }, now);
        const byId = new Map(all.map((each) => [each.id, each]));
        const gone = dropped.map((id) => byId.get(id) as NoteCopy);
        expect(new Set(dropped).size).toBe(dropped.length);
        for (const { standing } of gone) expect(['settled', 'unknown']).toContain(standing);
        const kept = all.filter(({ id }) => !dropped.includes(id));
        const droppable = kept.filter(({ standing }) => standing === 'settled' || standing === 'unknown');
        if (keepDays !== null) for (const { at } of droppable) expect(at).toBeGreaterThanOrEqual(now - keepDays * day);
        const filled = kept.reduce((sum, { bytes }) => sum + bytes, 0);
        if (keepBytes !== null && filled > keepBytes) expect(droppable).toEqual([]);
        const last = gone.at(-1);
        const wasForDays = last === undefined || (keepDays !== null && last.at < now - keepDays * day);
        if (!wasForDays) expect(filled + last.bytes).toBeGreaterThan(keepBytes ?? Number.POSITIVE_INFINITY);
      }),
    );
  });
});
