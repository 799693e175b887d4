import { describe, expect, it } from 'vitest';
import { anna, offerSdp, openDesk, scenarioOf } from './support/sandbox.ts';

const hour = 3_600_000;
const placed = (callId: string) => ({ callId, contactId: 'anna', kind: 'voice', offerSdp }) as const;
const taken = { ok: true, value: null };

describe('a provider that refuses', () => {
  it('calls with its code, until the time that it says, and nobody rings', async () => {
    const scenario = scenarioOf([{ at: 1000, do: 'refuse', contact: 'anna', code: 138_012, for: hour }], [anna]);
    const { clock, connector, of } = await openDesk(scenario);
    const until = clock.now() + 1000 + hour;
    await clock.pass(1500);
    expect(await connector.placeCall(placed('c1'))).toEqual({ ok: true, value: { code: 138_012, until } });
    const request = { id: 'r1', contactId: 'anna', at: clock.now() };
    expect(await connector.requestPermission(request)).toEqual(taken);
    await clock.pass(hour - 501);
    expect(await connector.placeCall(placed('c2'))).toMatchObject({ value: { until } });
    expect(of('outgoingRinging')).toEqual([]);
    await clock.pass(1);
    expect(await connector.placeCall(placed('c3'))).toEqual(taken);
    await clock.pass(1);
    expect(of('outgoingRinging')).toEqual([['c3']]);
  });

  it('requests without an end, until the scenario lifts it; what it took before is answered all the same', async () => {
    const refuse = { do: 'refuse', contact: 'anna', what: 'request' } as const;
    const scenario = scenarioOf([
      { ...refuse, at: 1000, code: 138_009 },
      { ...refuse, at: 5000, code: null },
    ]);
    const { clock, connector, of } = await openDesk(scenario);
    const ask = (id: string) => connector.requestPermission({ id, contactId: 'anna', at: clock.now() });
    expect(await ask('r0')).toEqual(taken);
    await clock.pass(1500);
    expect(await ask('r0')).toEqual(taken);
    expect(await ask('r1')).toEqual({ ok: true, value: { code: 138_009, until: null } });
    await clock.pass(4000);
    expect(await ask('r1')).toEqual(taken);
    await clock.pass(5000);
    expect(
      of('permission')
        .filter(([{ initial }]) => !initial)
        .map(([{ id }]) => id),
    ).toEqual(['r0/answer', 'r1/answer']);
  });

  it('still does after a restart, with the clock as far ahead as it was', async () => {
    const scenario = scenarioOf([
      { at: 100, do: 'clock', by: hour },
      { at: 200, do: 'refuse', contact: 'anna', code: 138_012, for: hour },
    ]);
    const first = await openDesk(scenario);
    const startedAt = first.clock.now();
    await first.clock.pass(500);
    await first.connector.stop();
    const { connector, clock } = await openDesk(scenario, { clock: first.clock, startedAt, done: first.done });
    expect(await connector.placeCall(placed('c1'))).toMatchObject({ value: { until: startedAt + 200 + 2 * hour } });
    await clock.pass(hour);
    expect(await connector.placeCall(placed('c2'))).toEqual(taken);
  });
});
