import { describe, expect, it } from 'vitest';
import { bootClock } from '../../../src/main/platform/clock.ts';

/** A computer that is awake, asleep, or whose owner sets the clock. */
function createComputer() {
  let [wall, monotonic, boot, asked] = [1_700_000_000_000, 5_000, 90_000, 0];
  const sinceBoot = bootClock({
    now: () => wall,
    monotonic: () => monotonic,
    sinceBoot: () => {
      asked += 1;
      return boot;
    },
  });
  return {
    sinceBoot,
    asked: () => asked,
    isAwake: (ms: number) => {
      wall += ms;
      monotonic += ms;
      boot += ms;
    },
    sleeps: (ms: number) => {
      wall += ms;
      boot += ms;
    },
    isSet: (ms: number) => {
      wall += ms;
    },
  };
}

describe('bootClock', () => {
  it('asks the system once while the computer is awake', () => {
    const computer = createComputer();
    const begun = computer.sinceBoot();
    for (let step = 0; step < 50; step += 1) {
      computer.isAwake(1_000);
      expect(computer.sinceBoot() - begun).toBe((step + 1) * 1_000);
    }
    expect(computer.asked()).toBe(1);
  });

  it('counts sleep', () => {
    const computer = createComputer();
    const begun = computer.sinceBoot();
    computer.isAwake(300);
    computer.sleeps(3_600_000);
    computer.isAwake(200);
    expect(computer.sinceBoot() - begun).toBe(3_600_500);
  });

  it.each([7_200_000, -7_200_000])('does not take a wall clock that is set by %d ms for time that passed', (by) => {
    const computer = createComputer();
    const begun = computer.sinceBoot();
    computer.isAwake(400);
    computer.isSet(by);
    expect(computer.sinceBoot() - begun).toBe(400);
  });

  it('finds a sleep that the wall clock hides, a minute late at most', () => {
    const computer = createComputer();
    const begun = computer.sinceBoot();
    computer.sleeps(600_000);
    computer.isSet(-600_000);
    computer.isAwake(60_000);
    expect(computer.sinceBoot() - begun).toBe(660_000);
  });
});
