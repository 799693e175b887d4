import { describe, expect, it } from 'vitest';
import { describeIssues } from '#shared/contracts/describe-issues.ts';
import { scenarioSchema } from '#shared/contracts/scenario.ts';
import { colleaguesOf } from '../../../src/gateway/connectors/sandbox/colleagues.ts';

const scenarioWith = (colleagues: unknown) =>
  scenarioSchema.safeParse({ workspace: { name: 'Officina', number: '+390612345678' }, contacts: [], colleagues });

const faults = (colleagues: unknown): readonly string[] => {
  const parsed = scenarioWith(colleagues);
  return parsed.success ? [] : describeIssues(parsed.error);
};

describe('colleagues of a scenario', () => {
  it('answer after five seconds and talk for twenty, unless told otherwise', () => {
    const parsed = scenarioWith([
      { id: 'bruno', name: 'Bruno' },
      { id: 'carla', name: 'Carla', answers: 'decline', talksFor: 100 },
      { id: 'dora', name: 'Dora', answers: 'never' },
    ]);
    expect(parsed.success && colleaguesOf(parsed.data)).toEqual([
      { id: 'colleague/bruno', name: 'Bruno', answers: { do: 'answer', afterMs: 5_000 }, talksForMs: 20_000 },
      { id: 'colleague/carla', name: 'Carla', answers: { do: 'decline' }, talksForMs: 100 },
      { id: 'colleague/dora', name: 'Dora', answers: { do: 'ignore' }, talksForMs: 20_000 },
    ]);
    const none = scenarioWith(undefined);
    expect(none.success && colleaguesOf(none.data)).toEqual([]);
  });

  it.each([
    [[{ id: 'b b', name: 'B' }], 'colleagues[0].id: must be 1 to 50 letters'],
    [[{ id: 'b' }], 'colleagues[0].name: is missing'],
    [[{ id: 'b', name: 'B', answers: 'soon' }], 'colleagues[0].answers: must be "after:MILLISECONDS"'],
    [[{ id: 'b', name: 'B', takes: 1 }], 'colleagues[0].takes: is not a known field'],
    [
      [
        { id: 'b', name: 'B' },
        { id: 'b', name: 'C' },
      ],
      'colleagues[1].id: "b" stands twice',
    ],
  ])('with a fault name the field: %j', (colleagues, fault) => {
    expect(faults(colleagues)).toEqual([expect.stringContaining(fault)]);
  });
});
