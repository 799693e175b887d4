import { describe, expect, it } from 'vitest';
import { oneByOne } from '../../../src/main/platform/one-by-one.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

function harness(isWanted: (done: readonly string[]) => boolean) {
  const clock = manualClock();
  const done: string[] = [];
  const steps = ['first', 'second', 'third'].map((name) => () => void done.push(name));
  oneByOne(steps, 40, () => isWanted(done), clock);
  return { done, pass: (milliseconds: number) => clock.advance(milliseconds) };
}

describe('things that can wait', () => {
  it('are done in order, with a pause before each', () => {
    const { done, pass } = harness(() => true);
    expect(done).toEqual([]);
    pass(40);
    expect(done).toEqual(['first']);
    pass(39);
    expect(done).toEqual(['first']);
    pass(1);
    expect(done).toEqual(['first', 'second']);
    pass(400);
    expect(done).toEqual(['first', 'second', 'third']);
  });

  it('are left undone as soon as nobody wants them', () => {
    const { done, pass } = harness((so) => so.length < 2);
    pass(400);
    expect(done).toEqual(['first', 'second']);
  });
});
