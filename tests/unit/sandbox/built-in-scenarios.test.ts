import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseScenarioAudio, type Scenario, scenarioSchema } from '#shared/contracts/scenario.ts';

const read = (name: string): Scenario =>
  scenarioSchema.parse(
    JSON.parse(readFileSync(new URL(`../../../resources/scenarios/${name}.json`, import.meta.url), 'utf8')),
  );
const callsOf = ({ timeline }: Scenario) =>
  timeline.flatMap((step) => (step.do === 'call' ? [step] : [])).sort((one, other) => one.at - other.at);

describe('the first shift', () => {
  const scenario = read('first-shift');
  const calls = callsOf(scenario);

  it('has somebody call within three seconds', () => {
    expect(calls[0]?.at).toBeLessThanOrEqual(3000);
  });

  it('has a second call while the first may go on, one that is soon given up, and later ones', () => {
    expect(calls.length).toBeGreaterThanOrEqual(4);
    expect(calls[0]?.hangUpAfter).toBeUndefined();
    expect(calls[1]?.at).toBeLessThan(30_000);
    expect(calls.some(({ ringFor }) => ringFor <= 10_000)).toBe(true);
  });

  it('has somebody call by video, who is seen and reacts', () => {
    const call = calls.find(({ kind }) => kind === 'video');
    expect(scenario.workspace.video).toBe(true);
    expect(scenario.contacts.find(({ id }) => id === call?.contact)).toMatchObject({ video: 'echo', reacts: 'back' });
    const react = scenario.timeline.find((step) => step.do === 'react');
    expect(react).toMatchObject({ contact: call?.contact });
    // Whoever answers at all has answered by then.
    expect(react?.at).toBeGreaterThanOrEqual((call?.at ?? 0) + (call?.ringFor ?? 0));
  });

  it('plays no call while the balance is too low for calls', () => {
    const balanceAt = (at: number): number =>
      Number(
        scenario.timeline.reduce(
          (value, step) => (step.do === 'balance' && step.at <= at ? (step.value ?? value) : value),
          scenario.workspace.balance ?? '0',
        ),
      );
    expect(scenario.timeline.some((step) => step.do === 'balance' && Number(step.value) < 10)).toBe(true);
    for (const { at, ringFor } of calls)
      expect(Math.min(balanceAt(at), balanceAt(at + ringFor))).toBeGreaterThanOrEqual(10);
  });

  it('needs no file beside it', () => {
    const sounds = [...scenario.contacts, ...calls].map(({ audio }) => parseScenarioAudio(audio)?.kind);
    expect(sounds).not.toContain('file');
  });
});

describe('the example in the documentation', () => {
  it('is a good scenario', () => {
    const text = readFileSync(new URL('../../../docs/scenarios.md', import.meta.url), 'utf8');
    const example = /```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
    expect(scenarioSchema.parse(JSON.parse(example)).timeline).toHaveLength(5);
  });
});

describe('the quiet shift', () => {
  it('has messages and no calls', () => {
    const { timeline } = read('quiet');
    expect(timeline.length).toBeGreaterThan(0);
    expect(timeline.filter((step) => step.do !== 'message')).toEqual([]);
  });
});
