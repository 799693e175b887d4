import { describe, expect, it } from 'vitest';
import { testOffer } from '../../fakes/gateway-connector.ts';
import { contactEventsOf, eventsOf, rig, settle } from './support.ts';

async function talking() {
  const parts = await rig();
  const { connector, enlist } = parts;
  connector.events.contact({
    contact: { id: 'anna', name: 'Anna', phone: '+393331234567' },
    serviceWindowUntil: null,
  });
  connector.events.rates([{ place: 'IT', perMinute: '0.06', currency: 'USD', fromMinutes: 0 }]);
  const { phone } = await enlist('bruno');
  const call = phone.call('anna', { headers: [['X-Cornetta-Call-Id', 'c1']] });
  await settle();
  connector.events.outgoingAnswered('c1', testOffer);
  const dialog = call.dialog(await call.final);
  phone.acknowledge(dialog, 1);
  await settle();
  return { ...parts, phone, dialog };
}

describe('a call that is up', () => {
  it('is noted every five seconds, and no more once it is over', async () => {
    const { store, clock, phone, dialog } = await talking();
    const answeredAt = clock.now();
    expect(store.openCalls()).toMatchObject([{ callId: 'c1', answeredAt, seenAt: null }]);
    clock.advance(12_000);
    await settle();
    expect(store.openCalls()).toMatchObject([{ seenAt: answeredAt + 10_000 }]);
    await phone.within(dialog, 'BYE');
    await settle();
    expect(store.openCalls()).toEqual([]);
    clock.advance(60_000);
    expect(clock.pending).toBe(0);
  });

  it.each([
    ['has been seen', 12_000, 10_000, '0.06'],
    ['began a moment ago', 3_000, 1, '0.06'],
    ['has been seen for long', 125_000, 125_000, '0.18'],
  ])(
    'and that a dead gateway left open is charged for what is certain, once: it %s',
    async (_, passed, certain, amount) => {
      const { store, clock, router } = await talking();
      clock.advance(passed);
      await settle();
      // What a new gateway does when it finds the call in the books of the one that died.
      expect(router.recover()).toEqual(['c1']);
      await settle();
      expect(router.recover()).toEqual([]);
      await settle();
      expect(contactEventsOf(store).filter(({ callId }) => callId === 'c1')).toMatchObject([
        { id: 'c1/interrupted-call', durationMs: certain },
      ]);
      expect(eventsOf(store).filter(({ type }) => type === 'call.cost')).toMatchObject([{ callId: 'c1', amount }]);
    },
  );
});
