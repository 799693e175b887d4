import { describe, expect, it } from 'vitest';
import { createPacer } from '../../../src/gateway/connectors/sandbox/media/pacer.ts';
import { dueFrames } from '../../../src/gateway/connectors/sandbox/media/pacing.ts';
import { simulatedClock } from './support/simulated-clock.ts';

describe('frames that are due', () => {
  it.each([
    ['the first one at once', { origin: 100, now: 100, done: 0 }, { skip: 0, send: 1, wait: 20 }],
    ['none before its time', { origin: 100, now: 119.9, done: 1 }, { skip: 0, send: 0, wait: 0.1 }],
    ['one each 20 ms', { origin: 100, now: 120, done: 1 }, { skip: 0, send: 1, wait: 20 }],
    [
      'one for a timer that is late, and a shorter wait',
      { origin: 100, now: 127, done: 1 },
      { skip: 0, send: 1, wait: 13 },
    ],
    ['several after a short delay', { origin: 0, now: 99, done: 0 }, { skip: 0, send: 5, wait: 1 }],
    ['only the newest after a long one', { origin: 0, now: 10_000, done: 3 }, { skip: 497, send: 1, wait: 20 }],
    ['none when the clock went back', { origin: 1000, now: 900, done: 7 }, { skip: 0, send: 0, wait: 240 }],
  ])('%s', (_, { origin, now, done }, expected) => {
    const due = dueFrames(origin, now, done);
    expect(due).toEqual({ ...expected, wait: expect.closeTo(expected.wait, 6) });
  });
});

describe('the pacer', () => {
  it('does not drift, however late its timers are', async () => {
    const clock = simulatedClock();
    // Each timer fires 3 ms late.
    const pacer = createPacer({ ...clock, setTimeout: (run, ms) => clock.setTimeout(run, ms + 3) }, clock.now);
    let frames = 0;
    const stop = pacer.listen(({ skip, send }) => {
      frames += skip + send;
    });
    await clock.pass(60_010);
    expect(frames).toBe(60_000 / 20 + 1);
    stop();
  });

  it('runs only while somebody listens, and begins anew', async () => {
    const clock = simulatedClock();
    const pacer = createPacer(clock, clock.now);
    const heard: number[] = [];
    const stopOne = pacer.listen(({ send }) => heard.push(send));
    const stopOther = pacer.listen(() => undefined);
    await clock.pass(40);
    stopOne();
    await clock.pass(40);
    expect(heard).toEqual([1, 1, 1]);
    stopOther();
    expect(clock.pending).toBe(0);
    await clock.pass(100_000);
    const stopAgain = pacer.listen(({ skip, send }) => heard.push(skip, send));
    await clock.pass(0);
    expect(heard).toEqual([1, 1, 1, 0, 1]);
    stopAgain();
    expect(clock.pending).toBe(0);
  });

  it('keeps one timer when a listener ends itself and another begins meanwhile', async () => {
    const clock = simulatedClock();
    const pacer = createPacer(clock, clock.now);
    const stop = pacer.listen(() => {
      stop();
      pacer.listen(() => undefined);
    });
    await clock.pass(100);
    expect(clock.pending).toBe(1);
  });
});
