import { describe, expect, it, vi } from 'vitest';
import { createLeave } from '../../../src/main/platform/leave.ts';

function desk(isInCall: boolean) {
  const done: string[] = [];
  const answers: ((yes: boolean) => void)[] = [];
  const leave = createLeave({
    isInCall: () => isInCall,
    confirm: () => new Promise((resolve) => answers.push(resolve)),
    quit: () => done.push('quit'),
    stay: () => done.push('stay'),
  });
  return { leave, done, answers };
}

describe('leaving', () => {
  it('asks nothing where nobody talks', async () => {
    const { leave, done, answers } = desk(false);
    await leave();
    expect([done, answers]).toEqual([['quit'], []]);
  });

  it.each([
    [true, 'quit'],
    [false, 'stay'],
  ])('in a call asks first, once however often the key is pressed: %s → %s', async (yes, outcome) => {
    const { leave, done, answers } = desk(true);
    void leave();
    void leave();
    expect(answers).toHaveLength(1);
    expect(done).toEqual([]);
    answers[0]?.(yes);
    await vi.waitFor(() => expect(done).toEqual([outcome]));
    void leave();
    expect(answers).toHaveLength(2);
  });
});
