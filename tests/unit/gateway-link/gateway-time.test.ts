import { describe, expect, it } from 'vitest';
import { createGatewayTime } from '../../../src/main/gateway-link/gateway-time.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const hour = 3_600_000;

function setUp(ahead: number, tripMs = 40) {
  const clock = manualClock();
  const told: number[] = [];
  const time = createGatewayTime(clock, (aheadMs) => told.push(aheadMs));
  const ask = (by = ahead): void => {
    const sentAt = time.mark();
    clock.advance(tripMs / 2);
    const at = clock.now() + by;
    clock.advance(tripMs / 2);
    time.learn(sentAt, at);
  };
  return { clock, time, told, ask };
}

describe("the gateway's time", () => {
  it('is this computer’s own until it was told', () => {
    expect(setUp(hour).time.aheadMs()).toBe(0);
  });

  it.each([hour, -hour, 3_000, -3_000])('is known through a clock here that is wrong by %d ms', (ahead) => {
    const { time, ask, told } = setUp(ahead);
    ask();
    expect(time.aheadMs()).toBe(ahead);
    expect(told).toEqual([ahead]);
  });

  it('is the same where the answer’s way alone explains the difference', () => {
    const { time, ask, told } = setUp(15);
    ask();
    expect(time.aheadMs()).toBe(0);
    expect(told).toEqual([]);
  });

  it('is not forgotten for an answer so slow that it could mean anything', () => {
    const { clock, time, ask } = setUp(5_000);
    ask();
    const slow = time.mark();
    clock.advance(20_000);
    time.learn(slow, clock.now());
    expect(time.aheadMs()).toBe(5_000);
  });

  it('stays known when somebody sets the clock here, however long ago it was told', () => {
    const { clock, time, ask } = setUp(0);
    ask();
    clock.advance(5 * hour);
    clock.setWall(clock.now() - 26 * hour);
    expect(time.aheadMs()).toBe(26 * hour);
    clock.setWall(clock.now() + 26 * hour);
    expect(time.aheadMs()).toBe(0);
  });

  it('is not taken from an answer during which the clock was set', () => {
    const { clock, time } = setUp(0);
    const sentAt = time.mark();
    clock.setWall(clock.now() + hour);
    time.learn(sentAt, clock.now());
    expect(time.aheadMs()).toBe(0);
  });

  it('tells that it was learnt anew, not each answer', () => {
    const { told, ask } = setUp(hour);
    ask();
    ask(hour + 5);
    ask(2 * hour);
    expect(told).toEqual([hour, 2 * hour]);
  });
});
