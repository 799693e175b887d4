/** What people type wrong and providers tell wrong, through the sockets of a real gateway on a real disk: an error in words, or the right end of it. */
import { describe, expect, it } from 'vitest';
import type { AgentCommand } from '../../../src/shared/contracts/agent.ts';
import type { ChannelSettings } from '../../../src/shared/contracts/calling.ts';
import { testOffer } from '../../fakes/gateway-connector.ts';
import { contactEventsOf, eventsOf } from '../../unit/gateway/support.ts';
import { eventually } from './support/eventually.ts';
import { type TestGateway, temporaryFolder, testAgents, testGateway } from './support/gateway.ts';
import { readyDesktop, registeredPhone } from './support/sockets.ts';

const agents = testAgents.map((agent) => (agent.id === 'carla' ? { ...agent, role: 'supervisor' as const } : agent));
const nine = [{ open: '09:00', close: '18:00' }];
const week = { monday: nine, tuesday: nine, wednesday: nine, thursday: nine, friday: nine, saturday: [], sunday: [] };
const hours = { timeZone: 'Europe/Rome', week, holidays: [] };
const settings: ChannelSettings = {
  callingOn: true,
  contactsMayCall: true,
  hours: null,
  ringing: { mode: 'everyone', assigneeMs: 15_000 },
};

/** What a supervisor's desktop would send if it did not look at it first. */
async function unchecked(gateway: TestGateway, command: object) {
  const desk = await readyDesktop(gateway, 'carla');
  return desk.command(command as AgentCommand);
}

const ratesOf = ({ store }: TestGateway) => {
  const told = store.state('rates');
  return told?.type === 'rates' ? told.card : null;
};

const channelOf = ({ store }: TestGateway) => {
  const told = store.state('channel');
  return told?.type === 'channel' ? told.settings.hours : null;
};

describe('hours that cannot be', () => {
  it.each([
    [
      { ...hours, week: { ...week, tuesday: [{ open: '22:00', close: '02:00' }] } },
      'tuesday, span 1 (22:00 to 02:00) crosses midnight',
    ],
    [
      {
        ...hours,
        week: {
          ...week,
          friday: [
            { open: '09:00', close: '13:00' },
            { open: '12:30', close: '18:00' },
          ],
        },
      },
      'friday, span 2 (12:30 to 18:00) overlaps span 1',
    ],
    [{ ...hours, week: { ...week, monday: [...nine, ...nine, ...nine] } }, 'monday has 3 spans'],
    [{ ...hours, timeZone: 'Europe/Roma' }, 'timeZone: must be an IANA time zone'],
    [{ ...hours, holidays: [{ date: '2026-02-30', spans: [] }] }, 'holidays[0].date: is no day of the calendar'],
    [{ ...hours, week: { ...week, sunday: [{ open: '24:00', close: '24:00' }] } }, 'sunday'],
  ])('%# are refused by day and span, and those in force stay', async (wrong, words) => {
    const gateway = await testGateway({ agents });
    const set = (own: unknown) => unchecked(gateway, { do: 'channel.set', settings: { ...settings, hours: own } });
    expect(await set(hours)).toMatchObject({ error: null });
    const reply = await set(wrong);
    expect(reply.error).toMatchObject({ code: 'invalid' });
    expect(reply.error?.detail).toContain(words);
    expect(channelOf(gateway)).toEqual(hours);
  });
});

describe('a rate card', () => {
  const good = 'IT,0.0103,USD\n44,0.02,USD';

  it.each([
    ['a price that is none', 'IT,0.02,USD\nDE,free,USD', ['line 2: "free" is no price such as 0.0103']],
    ['two wrong lines', 'XX,0.02,USD\nIT,0.02,USD\nDE,-1,USD', ['line 1: "XX"', 'line 3: "-1" is below zero']],
    ['a currency that nobody pays in', 'IT,0.02,USX', ['line 1: "USX" is no currency code such as USD']],
    [
      'another currency than the balance',
      'IT,0.02,USD\nDE,0.02,EUR',
      ['line 2: "EUR" is not the currency of the balance, USD'],
    ],
    ['an open quotation mark', '# prices\nIT,0.02,USD\n"DE,0.02,USD\nFR,0.02,USD', ['line 3: has a quotation mark']],
    ['a repeated country', 'IT,0.02,USD\n\n# again\nit,0.03,USD', ['line 4: repeats "IT" of line 1']],
    ['a price for many minutes only', 'IT,0.02,USD\nDE,0.01,USD,50000', ['line 2: "DE" has no price for the first']],
    ['a number of nowhere', 'IT,0.02,USD\n999,0.02,USD', ['line 2: "999" is no country code']],
    ['nothing', '', ['line 1: the file has no prices']],
  ])('with %s is refused by line, whole, and the one in force stays', async (_, csv, lines) => {
    const gateway = await testGateway({ agents });
    expect(await unchecked(gateway, { do: 'rates.import', csv: good })).toMatchObject({ error: null });
    const before = ratesOf(gateway);
    expect(before).toHaveLength(2);
    const reply = await unchecked(gateway, { do: 'rates.import', csv });
    expect(reply.error).toMatchObject({ code: 'invalid' });
    const told = (reply.error?.detail ?? '').split('\n');
    expect(told).toHaveLength(lines.length);
    for (const [index, line] of lines.entries()) expect(told[index]).toContain(line);
    expect(ratesOf(gateway)).toEqual(before);
  });

  it('with more prices than there may be names the first line that is one too many', async () => {
    const gateway = await testGateway({ agents });
    const prices = Array.from({ length: 5_001 }, (_, index) => `1${String(200_000 + index)},0.01,USD`);
    const reply = await unchecked(gateway, {
      do: 'rates.import',
      csv: ['# ours', 'country,price,currency', ...prices].join('\n'),
    });
    expect(reply.error).toMatchObject({
      code: 'invalid',
      detail: 'line 5003: is one price more than the 5000 there may be',
    });
  });
});

describe('a call of a contact', () => {
  const ended = (gateway: TestGateway, callId: string) =>
    eventsOf(gateway.store).filter((event) => event.type === 'call.settled' && event.callId === callId);

  it('whose events come twice, late and in the wrong order, is missed once, also when all of it comes again after a restart', async () => {
    const directory = temporaryFolder();
    const play = async (gateway: TestGateway) => {
      const { phone } = await registeredPhone(gateway, 'anna');
      const { connector } = gateway;
      // The end before the beginning.
      connector.events.callEnded('early', 'hangup');
      connector.ring('early');
      connector.ring('early');
      connector.events.callEnded('early', 'hangup');
      // The beginning twice, and the end twice.
      connector.ring('twice');
      connector.ring('twice');
      connector.events.callEnded('twice', 'hangup');
      connector.events.callEnded('twice', 'failed');
      connector.ring('twice');
      await eventually(() => expect(ended(gateway, 'twice')).toHaveLength(1));
      return phone;
    };
    const first = await testGateway({ directory });
    const phone = await play(first);
    expect(new Set(phone.requests('INVITE').map(({ callId }) => callId)).size).toBeLessThanOrEqual(1);
    const events = contactEventsOf(first.store).map(({ id }) => id);
    expect(events.sort()).toEqual(['early/missed-call', 'twice/missed-call']);
    const work = first.store.statesOf('follow-up');
    expect(work).toMatchObject([{ followUp: { times: 2, done: null } }]);
    await first.end();

    const second = await testGateway({ directory });
    const again = await play(second);
    expect(again.requests('INVITE')).toEqual([]);
    expect(second.store.statesOf('follow-up')).toEqual(work);
    expect(
      contactEventsOf(second.store)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(events);
    expect(second.store.openCalls()).toEqual([]);
  });

  it('that was answered stays answered, whatever is told of it afterwards', async () => {
    const gateway = await testGateway();
    const { phone } = await registeredPhone(gateway, 'anna');
    gateway.connector.ring('c1');
    await eventually(() => expect(phone.requests('INVITE')).toHaveLength(1));
    phone.answer(phone.requests('INVITE')[0]!);
    await eventually(() => expect(phone.requests('ACK')).toHaveLength(1));
    gateway.connector.ring('c1');
    gateway.connector.events.callEnded('c1', 'hangup');
    gateway.connector.events.callEnded('c1', 'hangup');
    await eventually(() => expect(phone.requests('BYE')).toHaveLength(1));
    gateway.connector.ring('c1');
    gateway.connector.events.callEnded('c1', 'hangup');
    await eventually(() => expect(ended(gateway, 'c1')).toMatchObject([{ outcome: 'answered' }]));
    expect(phone.requests('INVITE')).toHaveLength(1);
    expect(contactEventsOf(gateway.store).map(({ id }) => id)).toEqual(['c1/answered-call']);
    expect(gateway.store.statesOf('follow-up')).toEqual([]);
  });

  it.each([
    ['no number that can be', '+391234'],
    ['a number of nowhere', '+999123456'],
    ['text', 'anna'],
  ])('with %s rings all the same: the provider has brought it', async (_, contactPhone) => {
    const gateway = await testGateway();
    const { phone } = await registeredPhone(gateway, 'anna');
    gateway.connector.ring('c1', { contactId: 'zoe', contactName: 'Zoe', contactPhone });
    await eventually(() => expect(phone.requests('INVITE')).toHaveLength(1));
    gateway.connector.events.callEnded('c1', 'hangup');
    await eventually(() => expect(ended(gateway, 'c1')).toMatchObject([{ outcome: 'missed' }]));
  });

  it('with a number of a blocked country does not ring, and is a line of the conversation and work', async () => {
    const gateway = await testGateway();
    const { phone } = await registeredPhone(gateway, 'anna');
    gateway.connector.ring('c1', { contactId: 'kim', contactName: 'Kim', contactPhone: '+8501921234567' });
    await eventually(() => expect(contactEventsOf(gateway.store)).toMatchObject([{ id: 'c1/refused-call' }]));
    expect(phone.requests('INVITE')).toEqual([]);
  });
});

describe('a call of ours', () => {
  const headers = (callId: string, contactId: string) =>
    [
      ['X-Cornetta-Call-Id', callId],
      ['X-Cornetta-Contact-Id', contactId],
      ['X-Cornetta-Call-Kind', 'voice'],
    ] as const;

  it.each([
    ['+391234', 'rule:number-impossible'],
    ['+999123456', 'rule:region-unknown'],
    ['+8501921234567', 'rule:region-blocked'],
  ])('to %s is refused with %s', async (phone, reason) => {
    const gateway = await testGateway();
    const { connector } = gateway;
    connector.events.contact({ contact: { id: 'zoe', name: 'Zoe', phone }, serviceWindowUntil: null });
    connector.grant('zoe');
    const { phone: desk } = await registeredPhone(gateway, 'anna');
    const response = await desk.call('zoe', { headers: headers('c1', 'zoe') }).final;
    expect(response.status).toBe(403);
    expect(JSON.stringify(response.headers)).toContain(reason);
    expect(connector.asked('placeCall')).toEqual([]);
  });

  it('whose answer, ringing, refusal and end come twice, late and in the wrong order, is one call, charged once', async () => {
    const gateway = await testGateway({ agents });
    const { connector, store } = gateway;
    connector.events.contact({ contact: { id: 'zoe', name: 'Zoe', phone: '+393331234567' }, serviceWindowUntil: null });
    connector.grant('zoe');
    expect(await unchecked(gateway, { do: 'rates.import', csv: 'IT,0.06,USD' })).toMatchObject({ error: null });
    const { phone } = await registeredPhone(gateway, 'anna');
    const { events } = connector;
    events.outgoingAnswered('c1', testOffer);
    const call = phone.call('zoe', { headers: headers('c1', 'zoe') });
    await eventually(() => expect(connector.asked('placeCall')).toEqual(['c1']));
    events.outgoingAnswered('c1', testOffer);
    const dialog = call.dialog(await call.final);
    phone.acknowledge(dialog, 1);
    events.outgoingAnswered('c1', testOffer);
    events.outgoingRinging('c1');
    events.outgoingRefused('c1', 'declined');
    events.callEnded('c1', 'hangup');
    events.outgoingRefused('c1', 'no-answer');
    events.callEnded('c1', 'failed');
    events.outgoingAnswered('c1', testOffer);
    await eventually(() => expect(phone.requests('BYE')).toHaveLength(1));
    await eventually(() => expect(contactEventsOf(store).map(({ id }) => id)).toEqual(['c1/outgoing-call']));
    const costs = eventsOf(store).filter(({ type }) => type === 'call.cost');
    expect(costs).toMatchObject([{ callId: 'c1', amount: '0.06' }]);
    expect(store.workspace()).toMatchObject({ balance: '24.94' });
    // Of the same millisecond they stand by their keys.
    const stages = store.callingFacts('zoe').flatMap((fact) => ('stage' in fact ? [fact.stage] : []));
    expect(stages.toSorted()).toEqual(['answered', 'ended', 'started']);
    expect(store.openCalls()).toEqual([]);
  });
});
