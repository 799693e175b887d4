import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fork } from '../../../src/gateway/routing/fork.ts';

const ringing = (...legs: readonly (readonly [string, string])[]): Fork => {
  const fork = new Fork();
  for (const [leg, agent] of legs) fork.ring(leg, agent);
  return fork;
};

describe('a fork', () => {
  it('gives the call to the first phone that answers and cancels the others', () => {
    const fork = ringing(['a1', 'anna'], ['b1', 'bruno'], ['c1', 'carla']);
    expect(fork.answered('b1')).toEqual(['a1', 'c1']);
    expect(fork.answered('a1')).toBeNull();
    expect(fork.answered('b1')).toBeNull();
    expect(fork.close()).toEqual([]);
  });

  it('silences only the agent who declines, on all of its phones', () => {
    const fork = ringing(['a1', 'anna'], ['a2', 'anna'], ['b1', 'bruno']);
    expect(fork.declined('a1')).toEqual(['a2']);
    expect(fork.ring('a3', 'anna')).toBe(false);
    expect(fork.allDeclined).toBe(false);
    expect(fork.answered('a2')).toBeNull();
    expect(fork.answered('b1')).toEqual([]);
  });

  it('is declined by all once every agent who was rung has declined', () => {
    expect(new Fork().allDeclined).toBe(false);
    const fork = ringing(['a1', 'anna'], ['b1', 'bruno']);
    fork.declined('a1');
    fork.failed('b1');
    expect(fork.allDeclined).toBe(false);
    expect(fork.ring('b2', 'bruno')).toBe(true);
    fork.declined('b2');
    expect(fork.allDeclined).toBe(true);
  });

  it('rings no phone twice and none after it was closed', () => {
    const fork = ringing(['a1', 'anna']);
    expect(fork.ring('a1', 'anna')).toBe(false);
    expect(fork.ring('a2', 'anna')).toBe(true);
    expect(fork.close()).toEqual(['a1', 'a2']);
    expect(fork.ring('b1', 'bruno')).toBe(false);
    expect(fork.answered('a1')).toBeNull();
  });

  it('has one winner and leaves nobody ringing, whatever happens in whatever order', () => {
    const leg = fc.integer({ min: 0, max: 7 });
    const step = fc.oneof(
      ...(['ring', 'answered', 'declined', 'failed'] as const).map((what) =>
        fc.record({ what: fc.constant(what), leg }),
      ),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const fork = new Fork();
        const live = new Set<string>();
        const winners: string[] = [];
        for (const { what, leg: index } of steps) {
          const id = `leg${index}`;
          if (what === 'ring' && fork.ring(id, `agent${index % 3}`)) live.add(id);
          else if (what === 'answered') {
            const losers = fork.answered(id);
            if (losers !== null) {
              winners.push(id);
              live.delete(id);
              expect(new Set(losers)).toEqual(live);
              live.clear();
            }
          } else if (what === 'declined') {
            for (const other of [id, ...fork.declined(id)]) live.delete(other);
          } else if (what === 'failed') {
            fork.failed(id);
            live.delete(id);
          }
          expect(winners.length).toBeLessThanOrEqual(1);
        }
        expect(new Set(fork.close())).toEqual(live);
      }),
    );
  });
});
