import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SimulatedAgent } from './simulated-agent.ts';
import { contactEventsOf, type Rig, rig, settle } from './support.ts';

type Step =
  | { readonly what: 'call' | 'giveUp'; readonly call: number }
  | { readonly what: 'answer' | 'decline' | 'hangUp'; readonly call: number; readonly agent: number }
  | { readonly what: 'drop' | 'back'; readonly agent: number }
  | { readonly what: 'pause' };

const steps = (agents: number, calls: number, length: number): fc.Arbitrary<readonly Step[]> => {
  const call = fc.integer({ min: 0, max: calls - 1 });
  const agent = fc.integer({ min: 0, max: agents - 1 });
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 3, arbitrary: fc.record({ what: fc.constant('call' as const), call }) },
    { weight: 8, arbitrary: fc.record({ what: fc.constant('answer' as const), call, agent }) },
    { weight: 3, arbitrary: fc.record({ what: fc.constantFrom('decline' as const, 'hangUp' as const), call, agent }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('giveUp' as const), call }) },
    { weight: 2, arbitrary: fc.record({ what: fc.constantFrom('drop' as const, 'back' as const), agent }) },
    { weight: 4, arbitrary: fc.constant({ what: 'pause' as const }) },
  );
  return fc.array(step, { minLength: length / 2, maxLength: length });
};

/** Lets what is on the wires arrive. */
async function deliver(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
}

/** Plays the steps and returns the ids of calls that must have found an agent: a 200 arrived while the call was there to be had. */
async function play(parts: Rig, agents: readonly SimulatedAgent[], script: readonly Step[]) {
  const { connector } = parts;
  const started = new Set<string>();
  const gone = new Set<string>();
  const wanted = new Set<string>();
  const underWay = new Set<string>();
  for (const step of script) {
    const id = 'call' in step ? `call-${step.call}` : '';
    const agent = 'agent' in step ? agents[step.agent] : undefined;
    // A 200 that has not arrived when the socket drops or the call ends is as if it had never been.
    if (step.what === 'drop' || step.what === 'giveUp' || step.what === 'decline') underWay.clear();
    if (step.what === 'pause') {
      await deliver();
      for (const call of underWay) wanted.add(call);
      underWay.clear();
    } else if (step.what === 'call' && !started.has(id)) {
      started.add(id);
      connector.ring(id);
    } else if (step.what === 'giveUp' && started.has(id)) {
      gone.add(id);
      connector.events.callEnded(id, 'hangup');
    } else if (step.what === 'answer') {
      const open = !gone.has(id) && !connector.asked('reject').includes(id);
      if (agent?.answer(id) && open) underWay.add(id);
    } else if (step.what === 'decline') agent?.decline(id);
    else if (step.what === 'hangUp') agent?.hangUp(id);
    else if (step.what === 'drop') agent?.drop();
    else if (step.what === 'back') agent?.comeBack();
  }
  await settle();
  for (const call of underWay) wanted.add(call);
  return { started, wanted };
}

async function check(parts: Rig, agents: readonly SimulatedAgent[], script: readonly Step[]): Promise<void> {
  const { connector, clock, store, log } = parts;
  const { started, wanted } = await play(parts, agents, script);
  for (const id of started) {
    const answers = connector.asked('answer').filter((callId) => callId === id).length;
    const talking = agents.filter((agent) => agent.stateOf(id) === 'talking').length;
    expect(answers).toBeLessThanOrEqual(1);
    expect(talking).toBeLessThanOrEqual(answers);
    if (wanted.has(id)) expect(answers).toBe(1);
  }
  // The shift ends: everybody comes back, whoever talks hangs up, whoever waits gives up.
  for (const agent of agents) agent.comeBack();
  await settle();
  for (const id of started) {
    for (const agent of agents) agent.hangUp(id);
    connector.events.callEnded(id, 'hangup');
  }
  await settle();
  clock.advance(100_000);
  await settle();
  const facts = contactEventsOf(store).map(({ callId }) => callId);
  expect([...facts].sort()).toEqual([...started].sort());
  expect(store.openCalls()).toEqual([]);
  for (const agent of agents) for (const call of agent.calls.values()) expect(call.state).toBe('over');
  expect(log.errors()).toEqual([]);
}

async function shift(agentCount: number, script: readonly Step[]): Promise<void> {
  const ids = Array.from({ length: agentCount }, (_, index) => `agent${index}`);
  const parts = await rig(ids);
  const agents: SimulatedAgent[] = [];
  for (const id of ids) agents.push(new SimulatedAgent(parts, await parts.enlist(id)));
  await check(parts, agents, script);
}

describe('agents who race for calls', () => {
  it('four of them, everything that can happen: one winner each, no call lost', async () => {
    await fc.assert(
      fc.asyncProperty(steps(4, 4, 60), (script) => shift(4, script)),
      { numRuns: 60 },
    );
  }, 20_000);

  it('a hundred of them answer thirty calls at once', async () => {
    const calls = Array.from({ length: 30 }, (_, call): Step => ({ what: 'call', call }));
    const answers = fc.sample(
      fc.record({
        what: fc.constant('answer' as const),
        call: fc.integer({ min: 0, max: 29 }),
        agent: fc.integer({ min: 0, max: 99 }),
      }),
      { numRuns: 600, seed: 7 },
    );
    await shift(100, [...calls, { what: 'pause' }, ...answers]);
  }, 20_000);
});
