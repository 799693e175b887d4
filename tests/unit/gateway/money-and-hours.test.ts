import { describe, expect, it } from 'vitest';
import { execute } from '../../../src/gateway/agents/commands.ts';
import type { ChannelSettings } from '../../../src/shared/contracts/calling.ts';
import { testOffer, testWorkspace } from '../../fakes/gateway-connector.ts';
import { contactEventsOf, eventsOf, rig, settle } from './support.ts';

const day = [{ open: '09:00', close: '18:00' }];
const hours = {
  timeZone: 'UTC',
  week: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: [], sunday: [] },
  holidays: [],
};
const settings: ChannelSettings = {
  callingOn: true,
  contactsMayCall: true,
  hours: null,
  ringing: { mode: 'everyone', assigneeMs: 15_000 },
};

async function office(rules = 'respond-io-2025-08') {
  const parts = await rig();
  const { connector, store, presence, calling, notes, clock, log, agentName } = parts;
  connector.events.workspace({ ...testWorkspace, rules });
  connector.events.contact({
    contact: { id: 'anna', name: 'Anna', phone: '+393331234567' },
    serviceWindowUntil: null,
  });
  await settle();
  const commands = {
    store,
    connector,
    presence,
    calling,
    notes,
    clock,
    log,
    agentName,
    isSupervisor: (agentId: string) => agentId === 'carla',
  };
  const command = (what: Parameters<typeof execute>[0], by = 'carla') => execute(what, by, commands);
  const { phone } = await parts.enlist('bruno');
  const talk = async (callId: string, milliseconds: number) => {
    const call = phone.call('anna', {
      headers: [
        ['X-Cornetta-Call-Id', callId],
        ['X-Cornetta-Contact-Id', 'anna'],
      ],
    });
    await settle();
    connector.events.outgoingAnswered(callId, testOffer);
    const dialog = call.dialog(await call.final);
    phone.acknowledge(dialog, 1);
    await settle();
    clock.advance(milliseconds);
    await phone.within(dialog, 'BYE');
    connector.events.callEnded(callId, 'hangup');
    await settle();
  };
  const costs = () => eventsOf(store).flatMap((event) => (event.type === 'call.cost' ? [event] : []));
  return { ...parts, phone, command, talk, costs };
}

describe('the cost of a call', () => {
  it.each([
    ['respond-io-2025-08', '0.1206', 120, '24.8794'],
    ['meta-2026-10', '0.06633', 66, '24.93367'],
  ])('under %s is charged once, exactly, and leaves the balance', async (rules, amount, chargedSeconds, balance) => {
    const { command, talk, costs, store } = await office(rules);
    expect(await command({ do: 'rates.import', csv: 'IT,0.0603,USD' })).toBeNull();
    await talk('c1', 61_000);
    expect(costs()).toEqual([
      { type: 'call.cost', callId: 'c1', contactId: 'anna', amount, currency: 'USD', chargedSeconds },
    ]);
    expect(store.workspace()?.balance).toBe(balance);
    expect(store.callingFacts('anna').map((fact) => (fact.fact === 'call' ? fact.stage : fact.fact))).toEqual([
      'grant',
      'answered',
      'started',
      'ended',
    ]);
  });

  it('that nobody answered, or that the contact placed, is nothing', async () => {
    const { command, connector, phone, costs, store } = await office();
    await command({ do: 'rates.import', csv: 'IT,0.06,USD' });
    connector.ring('in-1', { contactId: 'anna' });
    await settle();
    const [invite] = phone.requests('INVITE');
    if (invite === undefined) throw new Error('the phone does not ring');
    const dialog = phone.answer(invite);
    await settle();
    await phone.within(dialog, 'BYE');
    const call = phone.call('anna');
    await settle();
    connector.events.outgoingRefused(connector.asked('placeCall')[0] ?? '', 'declined');
    await call.final;
    await settle();
    expect([costs(), store.workspace()?.balance]).toEqual([[], '25.00']);
  });

  it('takes calls away once the balance is below 10.00', async () => {
    const { command, connector, talk, phone, store } = await office();
    connector.events.workspace({ ...testWorkspace, balance: '10.00' });
    await command({ do: 'rates.import', csv: 'IT,0.01,USD' });
    await talk('c1', 1_000);
    expect(store.workspace()?.balance).toBe('9.99');
    const call = phone.call('anna');
    expect((await call.final).reason).toBe('rule:balance-low');
    connector.ring('in-1');
    await settle();
    expect(contactEventsOf(store).at(-1)).toMatchObject({ id: 'in-1/missed-low-balance' });
  });
});

describe('settings of the channel', () => {
  it('are there from the beginning, and supervisors only change them', async () => {
    const { command, store } = await office();
    expect(store.state('channel')).toEqual({
      type: 'channel',
      settings,
      messagingLimit: null,
      pausedUntil: null,
      clockAheadMs: 0,
    });
    for (const what of [
      { do: 'channel.set', settings },
      { do: 'rates.import', csv: 'IT,1,USD' },
    ] as const)
      expect(await command(what, 'bruno')).toMatchObject({ code: 'forbidden' });
    expect(store.state('rates')).toBeNull();
    expect(await command({ do: 'channel.set', settings: { ...settings, hours } })).toBeNull();
    expect(store.state('channel')).toMatchObject({ settings: { hours } });
  });

  it('switch calling on only with the messaging limit for it', async () => {
    const { command, connector, phone } = await office();
    connector.events.channel({ messagingLimit: 250 });
    expect(await command({ do: 'channel.set', settings: { ...settings, callingOn: false } })).toBeNull();
    expect((await phone.call('anna').final).reason).toBe('rule:calling-off');
    expect(await command({ do: 'channel.set', settings })).toMatchObject({
      code: 'rule',
      refusal: { rule: 'messaging-limit-low', needs: ['raise-messaging-limit'] },
    });
    connector.events.channel({ messagingLimit: 1_000 });
    expect(await command({ do: 'channel.set', settings })).toBeNull();
  });

  it('take a rate card whole or not at all, and name every faulty line', async () => {
    const { command, store } = await office();
    const failure = await command({ do: 'rates.import', csv: 'IT,0.1,USD\nXX,0.1,USD\nDE,one,USD\n' });
    expect(failure).toMatchObject({
      code: 'invalid',
      detail: 'line 2: "XX" is no country code such as IT or 39\nline 3: "one" is no price such as 0.0103',
    });
    const many = await command({ do: 'rates.import', csv: 'XX,0.1,USD\n'.repeat(2_000) });
    expect(many?.detail?.length).toBeLessThanOrEqual(2_000);
    expect(many?.detail).toMatch(/… and \d+ more$/);
    expect(store.state('rates')).toBeNull();
  });
});

describe('a call of a contact', () => {
  it.each([
    ['out of hours', { hours }, 'out-of-hours-call', true],
    ['while contacts may not call', { contactsMayCall: false }, 'refused-call', false],
    ['while calling is off', { callingOn: false }, 'refused-call', false],
  ] as const)('%s rings nobody, and is work for the team', async (_, change, type, outOfHours) => {
    const { connector, clock, phone, store } = await office();
    // A Friday, 08:00 UTC.
    expect(new Date(clock.now()).toISOString()).toBe('2027-01-15T08:00:00.000Z');
    connector.events.channel({ settings: change });
    connector.ring('in-1');
    await settle();
    expect(phone.requests('INVITE')).toEqual([]);
    expect(connector.calls).toEqual([{ what: 'reject', callId: 'in-1', detail: 'unavailable' }]);
    expect(contactEventsOf(store).map(({ id }) => id)).toEqual([`in-1/${type}`]);
    expect(store.state('follow-up/in-1')).toMatchObject({ followUp: { contactId: 'anna', outOfHours } });
    // It opens the service window all the same.
    expect(store.contact('anna')?.serviceWindowUntil).toBeGreaterThan(clock.now());
  });

  it('rings once the clock of the rules has jumped into working time', async () => {
    const { connector, phone, store } = await office();
    connector.events.channel({ settings: { hours } });
    connector.events.channel({ clockAheadMs: 3_600_000 });
    connector.ring('in-1');
    await settle();
    expect(phone.requests('INVITE')).toHaveLength(1);
    expect(store.state('channel')).toMatchObject({ settings: { hours }, clockAheadMs: 3_600_000 });
  });
});
