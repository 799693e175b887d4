import { describe, expect, it } from 'vitest';
import { createWarmUp } from '../../../src/main/queue/warm-up.ts';
import { createHarness, settings } from './harness.ts';

function harness() {
  const logged: string[] = [];
  const timers: number[] = [];
  const asked: string[] = [];
  const log = (text: string): void => void logged.push(text);
  const steps = createWarmUp({
    identify: ({ callId, name, address }) => {
      asked.push(`${callId} ${name} ${address}`);
      return { id: callId, name: name ?? address, phone: null };
    },
    number: '+390612345678',
    settings,
    clock: {
      now: () => 1_000,
      sinceBoot: () => 1_000,
      after: (milliseconds) => {
        timers.push(milliseconds);
        return () => undefined;
      },
    },
    log: { info: log, warn: log, error: log },
  });
  return { steps, logged, timers, asked };
}

describe('the warm-up of the queue', () => {
  it('goes through without a refusal, a fault or a timer that would come later', async () => {
    const { steps, logged, timers, asked } = harness();
    for (const step of steps) {
      step();
      await new Promise(setImmediate);
    }
    expect(asked).toEqual([
      'warm-up-1 Anna +390612345678',
      'warm-up-1 null +390612345678',
      'warm-up-1 null +390612345678',
      'warm-up-2 Anna +390612345678',
    ]);
    expect(logged).toEqual([]);
    expect(timers).toEqual([]);
  });

  it('may be left in the middle, at any step', () => {
    for (let last = 0; last <= harness().steps.length; last += 1) {
      const { steps, logged } = harness();
      for (const step of steps.slice(0, last)) step();
      expect(logged).toEqual([]);
    }
  });

  it('leaves the real queue alone', () => {
    const real = createHarness();
    for (const step of harness().steps) step();
    expect(real.queue.views().calls).toEqual([]);
    expect(real.sent).toEqual([]);
    expect(real.rows.size).toBe(0);
  });
});
