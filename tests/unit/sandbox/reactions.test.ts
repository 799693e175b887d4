import { describe, expect, it } from 'vitest';
import { anna, offerSdp, openDesk, scenarioOf } from './support/sandbox.ts';

type Step = Parameters<typeof scenarioOf>[0];

const talking = async (contact: object = {}, timeline: Step = []) => {
  const desk = await openDesk(scenarioOf(timeline, [{ ...anna, answers: 'after:0', ...contact }]));
  await desk.connector.placeCall({ callId: 'c1', contactId: 'anna', kind: 'voice', offerSdp });
  await desk.clock.pass(10);
  expect(desk.of('outgoingAnswered')).toHaveLength(1);
  return desk;
};

describe('a contact in a call', () => {
  it('sends back the reaction that it gets, a moment later', async () => {
    const { connector, clock, of } = await talking();
    connector.react('c1', '👏');
    connector.react('c1', '😂');
    await clock.pass(290);
    expect(of('reaction')).toEqual([]);
    await clock.pass(20);
    expect(of('reaction')).toEqual([
      ['c1', '👏'],
      ['c1', '😂'],
    ]);
  });

  it('keeps it to itself where it never reacts', async () => {
    const { connector, clock, of } = await talking({ reacts: 'never' });
    connector.react('c1', '👏');
    await clock.pass(5_000);
    expect(of('reaction')).toEqual([]);
  });

  it('sends nothing back once the call is over, or the sandbox stops', async () => {
    const { connector, clock, of } = await talking();
    connector.react('c1', '👏');
    await connector.hangUp('c1');
    await clock.pass(1_000);
    connector.react('c1', '👏');
    connector.react('another', '👏');
    await connector.stop();
    await clock.pass(1_000);
    expect(of('reaction')).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('reacts by itself where the timeline says so, and otherwise goes nowhere', async () => {
    const { of, clock, log, done, connector } = await talking({}, [
      { at: 1_000, do: 'react', contact: 'anna', reaction: '❤️' },
      { at: 3_000, do: 'react', contact: 'anna', reaction: '👍' },
    ]);
    await clock.pass(2_000);
    expect(of('reaction')).toEqual([['c1', '❤️']]);
    await connector.hangUp('c1');
    await clock.pass(2_000);
    expect(of('reaction')).toHaveLength(1);
    expect(log.at(-1)).toContain('anna is in no call');
    expect([...done]).toEqual([0, 1]);
  });
});
