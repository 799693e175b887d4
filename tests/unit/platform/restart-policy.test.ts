import { describe, expect, it } from 'vitest';
import { createRestartPolicy } from '../../../src/main/platform/restart-policy.ts';

describe('restart policy', () => {
  it('waits longer each time and gives up at its limit', () => {
    const policy = createRestartPolicy({ delays: [0, 100, 1000], healthyAfterMs: 10_000, limit: 4 });
    const row = [0, 1, 2, 3, 4].map((second) => {
      policy.started(second * 1000);
      return policy.next(second * 1000 + 1);
    });
    expect(row).toEqual([0, 100, 1000, 1000, null]);
    policy.reset();
    expect(policy.next(5001)).toBe(0);
  });

  it('begins anew after a healthy life', () => {
    const policy = createRestartPolicy({ delays: [0, 100], healthyAfterMs: 10_000, limit: 2 });
    policy.started(0);
    expect([policy.next(1), policy.next(2), policy.next(3)]).toEqual([0, 100, null]);
    policy.started(4);
    expect(policy.next(10_004)).toBe(0);
  });
});
