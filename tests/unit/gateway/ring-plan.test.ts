import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RingPlan } from '../../../src/gateway/routing/ring-plan.ts';

const first = { mode: 'assignee-first', assigneeMs: 8_000 } as const;
const only = { mode: 'assignee-only', assigneeMs: 8_000 } as const;
const everyone = { mode: 'everyone', assigneeMs: 8_000 } as const;

/** The phones that the plan lets ring, of one phone an agent. */
const offer = (plan: RingPlan, ...agents: readonly string[]): readonly string[] =>
  agents.filter((agent) => plan.ring(`phone of ${agent}`, agent));

describe('everyone', () => {
  it('rings at once, also where the conversation is somebody’s', () => {
    const plan = new RingPlan(everyone, 'anna', false);
    expect(offer(plan, 'anna', 'bruno')).toEqual(['anna', 'bruno']);
    expect([plan.stepMs, plan.isSpent, plan.nobodyLeft]).toEqual([null, false, null]);
  });

  it.each([first, only])('rings where the conversation is nobody’s: $mode', (ringing) => {
    const plan = new RingPlan(ringing, null, false);
    expect(offer(plan, 'anna', 'bruno')).toEqual(['anna', 'bruno']);
    expect(plan.stepMs).toBeNull();
  });

  it('waits for somebody to come, until the time is over', () => {
    const plan = new RingPlan(everyone, null, false);
    expect([plan.isSpent, plan.nobodyLeft, plan.unheard]).toEqual([false, null, 'unavailable']);
    offer(plan, 'anna');
    expect(plan.unheard).toBe('no-answer');
  });
});

describe('the assignee first', () => {
  it('rings alone, then with everyone', () => {
    const plan = new RingPlan(first, 'anna', false);
    expect(offer(plan, 'bruno', 'anna', 'carla')).toEqual(['anna']);
    expect([plan.stepMs, plan.isSpent]).toEqual([8_000, false]);
    plan.advance();
    expect(offer(plan, 'anna', 'bruno', 'carla')).toEqual(['bruno', 'carla']);
    expect(plan.stepMs).toBeNull();
    expect(plan.answered('phone of anna')).toEqual(['phone of bruno', 'phone of carla']);
  });

  it.each<[string, (plan: RingPlan) => void]>([
    ['is not there', () => {}],
    ['declined', (plan) => void [offer(plan, 'anna'), plan.declined('phone of anna')]],
    ['lost the connection', (plan) => void [offer(plan, 'anna'), plan.failed('phone of anna')]],
  ])('has no turn where the assignee %s', (_, prepare) => {
    const plan = new RingPlan(first, 'anna', false);
    prepare(plan);
    expect(plan.isSpent).toBe(true);
    plan.advance();
    expect(offer(plan, 'bruno')).toEqual(['bruno']);
    expect([plan.isSpent, plan.nobodyLeft]).toEqual([false, null]);
  });

  it('has no turn where the assignee is on another call', () => {
    const plan = new RingPlan(first, 'anna', true);
    expect(offer(plan, 'anna', 'bruno')).toEqual(['anna', 'bruno']);
  });

  it('is declined where the assignee was all there is', () => {
    const plan = new RingPlan(first, 'anna', false);
    offer(plan, 'anna');
    plan.declined('phone of anna');
    expect(plan.nobodyLeft).toBeNull();
    plan.advance();
    expect(plan.nobodyLeft).toBe('declined');
  });
});

describe('the assignee only', () => {
  it('rings nobody else, for as long as it rings', () => {
    const plan = new RingPlan(only, 'anna', false);
    expect(offer(plan, 'anna', 'bruno')).toEqual(['anna']);
    expect([plan.stepMs, plan.isSpent, plan.nobodyLeft]).toEqual([null, false, null]);
  });

  it('leaves nobody where the assignee is not there, on another call, or declined', () => {
    const away = new RingPlan(only, 'anna', false);
    expect(away.isSpent).toBe(true);
    away.advance();
    const talking = new RingPlan(only, 'anna', true);
    const declined = new RingPlan(only, 'anna', false);
    offer(declined, 'anna');
    declined.declined('phone of anna');
    expect(declined.isSpent).toBe(true);
    declined.advance();
    expect([away, talking, declined].map(({ nobodyLeft }) => nobodyLeft)).toEqual([
      'unavailable',
      'unavailable',
      'declined',
    ]);
    for (const plan of [away, talking, declined]) expect(offer(plan, 'bruno', 'carla')).toEqual([]);
  });

  it('lets a phone that was cut off come back', () => {
    const plan = new RingPlan(only, 'anna', false);
    offer(plan, 'anna');
    plan.failed('phone of anna');
    expect([plan.isSpent, plan.nobodyLeft]).toEqual([false, null]);
    expect(plan.ring('phone of anna again', 'anna')).toBe(true);
  });
});

it('a plan never rings whom its step forbids, and once nobody is left nobody rings', () => {
  const step = fc.record({
    what: fc.constantFrom('ring', 'answered', 'declined', 'failed', 'advance'),
    agent: fc.constantFrom('anna', 'bruno', 'carla'),
  });
  const setting = fc.constantFrom(first, only, everyone);
  fc.assert(
    fc.property(setting, fc.boolean(), fc.array(step, { maxLength: 30 }), (ringing, talks, steps) => {
      const plan = new RingPlan(ringing, 'anna', talks);
      let advanced = ringing.mode === 'everyone' || talks;
      let winner: string | null = null;
      for (const { what, agent } of steps) {
        const id = `phone of ${agent}`;
        if (what === 'ring') {
          const rings = plan.ring(id, agent);
          if (rings && agent !== 'anna') expect(advanced && ringing.mode !== 'assignee-only').toBe(true);
          if (rings) expect([plan.nobodyLeft, winner]).toEqual([null, null]);
        } else if (what === 'advance') {
          plan.advance();
          advanced = true;
        } else if (what === 'answered') {
          if (plan.answered(id) === null) continue;
          expect(winner).toBeNull();
          winner = agent;
        } else if (what === 'declined') plan.declined(id);
        else plan.failed(id);
      }
    }),
  );
});
