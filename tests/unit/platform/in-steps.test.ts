import { describe, expect, it } from 'vitest';
import { createSteps } from '../../../src/main/platform/in-steps.ts';

function harness() {
  const done: string[] = [];
  const turns: (() => void)[] = [];
  const steps = createSteps<number>(
    ['tray', 'key', 'badge'].map((name) => (state) => done.push(`${name} ${state}`)),
    (run) => turns.push(run),
  );
  const turn = () => turns.shift()?.();
  const rest = () => {
    while (turns.length > 0) turn();
  };
  return { done, steps, turn, rest };
}

describe('steps', () => {
  it('are done one a turn, in order', () => {
    const { done, steps, turn, rest } = harness();
    steps.update(1);
    expect(done).toEqual([]);
    turn();
    expect(done).toEqual(['tray 1']);
    rest();
    expect(done).toEqual(['tray 1', 'key 1', 'badge 1']);
  });

  it('all see the newest state in the end, and none a state that is over', () => {
    const { done, steps, turn, rest } = harness();
    steps.update(1);
    turn();
    turn();
    steps.update(2);
    steps.update(3);
    rest();
    expect(done).toEqual(['tray 1', 'key 1', 'badge 3', 'tray 3', 'key 3']);
    steps.update(4);
    rest();
    expect(done.slice(-3)).toEqual(['tray 4', 'key 4', 'badge 4']);
  });

  it('go on after one that throws', () => {
    const done: number[] = [];
    const turns: (() => void)[] = [];
    const steps = createSteps<number>(
      [
        () => {
          throw new Error('no tray');
        },
        (state) => done.push(state),
      ],
      (run) => turns.push(run),
    );
    steps.update(1);
    expect(() => turns.shift()?.()).toThrow('no tray');
    turns.shift()?.();
    expect(done).toEqual([1]);
  });

  it('are not done after the stop', () => {
    const { done, steps, turn, rest } = harness();
    steps.update(1);
    turn();
    steps.stop();
    steps.update(2);
    rest();
    expect(done).toEqual(['tray 1']);
  });
});
