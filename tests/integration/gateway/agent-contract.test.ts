import { describe, expect, it } from 'vitest';
import { fail } from '../../../src/shared/result.ts';
import { manualGatewayClock } from '../../fakes/gateway-clock.ts';
import { fakeConnector, testWorkspace } from '../../fakes/gateway-connector.ts';
import { eventually } from './support/eventually.ts';
import { testGateway } from './support/gateway.ts';
import { desktop, readyDesktop, registeredPhone } from './support/sockets.ts';

const uuid = (digit: number) => `00000000-0000-4000-8000-${String(digit).padStart(12, '0')}`;
const hello = { epoch: null, cursor: 0 };

describe('a desktop that says hello', () => {
  it('gets a snapshot and then what happens', async () => {
    const gateway = await testGateway();
    const client = await desktop(gateway, 'anna');
    await eventually(() => expect(client.of('snapshot.end')).toHaveLength(1));
    expect(client.of('snapshot.begin')).toEqual([
      { type: 'snapshot.begin', epoch: gateway.store.epoch, workspace: testWorkspace },
    ]);
    expect(client.of('snapshot.part').flatMap(({ contacts }) => contacts.map(({ contact }) => contact.id))).toEqual([
      'anna',
    ]);
    const [{ cursor } = { cursor: -1 }] = client.of('snapshot.end');
    expect(cursor).toBe(gateway.store.cursor());
    gateway.connector.events.workspace({ ...testWorkspace, balance: '9.98' });
    await eventually(() => expect(client.of('events')).toHaveLength(1));
    expect(client.of('events')[0]).toMatchObject({
      epoch: gateway.store.epoch,
      events: [{ cursor: cursor + 1, event: { type: 'workspace', workspace: { balance: '9.98' } } }],
    });
  });

  it('is sent away where the store cannot be read, to come again, and gets everything then', async () => {
    const gateway = await testGateway();
    const { store } = gateway;
    const { snapshotPart } = store;
    let reads = 0;
    store.snapshotPart = (position, cursor) => {
      reads += 1;
      if (reads === 2) throw new Error('SQLITE_IOERR_READ: disk I/O error');
      return snapshotPart(position, cursor);
    };
    const client = await desktop(gateway, 'anna');
    expect(await client.closed).toMatchObject({ code: 4500 });
    expect(client.of('snapshot.end')).toEqual([]);
    expect(gateway.log.errors()).toEqual([expect.stringContaining('SQLITE_IOERR_READ')]);
    const again = await readyDesktop(gateway, 'anna');
    expect(again.of('snapshot.part').flatMap(({ contacts }) => contacts)).toHaveLength(1);
  });

  it('is told that it is up to date, or only what it missed', async () => {
    const gateway = await testGateway();
    const { epoch } = gateway.store;
    await eventually(() => expect(gateway.store.cursor()).toBe(4));
    const current = await desktop(gateway, 'anna', { epoch, cursor: 4 });
    const behind = await desktop(gateway, 'anna', { epoch, cursor: 3 });
    await eventually(() => expect(current.received).toEqual([{ type: 'current', epoch, cursor: 4 }]));
    await eventually(() => expect(behind.received).toHaveLength(1));
    expect(behind.of('events')[0]?.events.map(({ cursor }) => cursor)).toEqual([4]);
  });

  it.each([
    ['of another epoch', (epoch: string) => ({ epoch: `${epoch}x`, cursor: 1 })],
    ['ahead of the store', (epoch: string) => ({ epoch, cursor: 99 })],
    ['with nothing', () => hello],
  ])('gets a snapshot where it is %s', async (_, greeting) => {
    const gateway = await testGateway();
    const client = await desktop(gateway, 'anna', greeting(gateway.store.epoch));
    await eventually(() => expect(client.of('snapshot.end')).toHaveLength(1));
  });

  it('is answered when it pings', async () => {
    const gateway = await testGateway();
    const client = await desktop(gateway, 'anna');
    client.send({ type: 'ping', id: 7 });
    await eventually(() => expect(client.of('pong')).toEqual([{ type: 'pong', id: 7 }]));
  });
});

describe('commands', () => {
  it('send a message: kept, handed on, its fate told to every desktop', async () => {
    const gateway = await testGateway();
    const anna = await readyDesktop(gateway, 'anna');
    const bruno = await readyDesktop(gateway, 'bruno');
    const reply = await anna.command({ do: 'message', id: uuid(1), contactId: 'anna', text: 'Hello' });
    expect(reply.error).toBeNull();
    gateway.connector.events.messageStatus(uuid(1), 'anna', 'read');
    const told = (client: typeof anna) => client.of('events').flatMap(({ events }) => events.map(({ event }) => event));
    for (const client of [anna, bruno]) {
      await eventually(() => expect(told(client)).toHaveLength(3));
      expect(told(client)).toMatchObject([
        { type: 'message', message: { id: uuid(1), direction: 'out', text: 'Hello', status: 'sending' } },
        { type: 'message.status', status: 'sent' },
        { type: 'message.status', status: 'read' },
      ]);
    }
    expect(gateway.connector.sent.map(({ id }) => id)).toEqual([uuid(1)]);
  });

  it("repeated are done once, by the command's id and by the message's", async () => {
    const gateway = await testGateway();
    const command = { do: 'message', id: uuid(2), contactId: 'anna', text: 'Once' } as const;
    const first = await readyDesktop(gateway, 'anna');
    expect((await first.command(command, 'same')).error).toBeNull();
    expect((await first.command(command, 'same')).error).toBeNull();
    first.cut();
    const second = await readyDesktop(gateway, 'anna');
    expect((await second.command(command, 'same')).error).toBeNull();
    expect((await second.command(command, 'other')).error).toBeNull();
    expect(gateway.connector.sent).toHaveLength(1);
    expect((await second.command({ ...command, text: 'Other' })).error).toMatchObject({ code: 'invalid' });
  });

  it('tell what failed', async () => {
    const connector = fakeConnector();
    connector.onSend = async () => fail('rejected', 'blocked by the contact');
    const gateway = await testGateway({ connector });
    const client = await readyDesktop(gateway, 'anna');
    expect((await client.command({ do: 'message', id: uuid(3), contactId: 'anna', text: 'x' })).error).toBeNull();
    await eventually(() => expect(gateway.store.message(uuid(3))?.status).toBe('failed'));
    expect((await client.command({ do: 'message', id: uuid(4), contactId: 'nobody', text: 'x' })).error).toMatchObject({
      code: 'not-found',
    });
    expect((await client.command({ do: 'read', contactId: 'nobody', upTo: 1 })).error).toMatchObject({
      code: 'not-found',
    });
  });

  it('send no message outside the service window, but know those of before', async () => {
    const gateway = await testGateway();
    const client = await readyDesktop(gateway, 'anna');
    const contact = { id: 'lena', name: 'Lena', phone: null };
    const windowEnds = (serviceWindowUntil: number | null) =>
      gateway.connector.events.contact({ contact, serviceWindowUntil });
    const message = (id: string) => ({ do: 'message', id, contactId: 'lena', text: 'Hello' }) as const;
    for (const until of [null, Date.now() - 1]) {
      windowEnds(until);
      await eventually(() => expect(gateway.store.contact('lena')).not.toBeNull());
      expect((await client.command(message(uuid(6)))).error).toMatchObject({
        code: 'window-closed',
        detail: expect.stringContaining('until the contact writes'),
      });
    }
    expect(gateway.store.message(uuid(6))).toBeNull();
    const soon = Date.now() + 1_000;
    windowEnds(soon);
    expect((await client.command(message(uuid(5)))).error).toBeNull();
    await eventually(() => expect(Date.now()).toBeGreaterThan(soon));
    expect((await client.command(message(uuid(6)))).error).toMatchObject({ code: 'window-closed' });
    expect((await client.command(message(uuid(5)))).error).toBeNull();
    await eventually(() => expect(gateway.connector.sent.map(({ id }) => id)).toEqual([uuid(5)]));
  });

  it('mark as read for everybody, but not what is still to come', async () => {
    const gateway = await testGateway();
    const anna = await readyDesktop(gateway, 'anna');
    const bruno = await readyDesktop(gateway, 'bruno');
    const before = Date.now();
    await anna.command({ do: 'read', contactId: 'anna', upTo: before + 3_600_000 });
    await anna.command({ do: 'read', contactId: 'anna', upTo: 1 });
    const reads = () =>
      bruno.of('events').flatMap(({ events }) => events.flatMap(({ event }) => (event.type === 'read' ? [event] : [])));
    await eventually(() => expect(reads()).toHaveLength(1));
    expect(reads()[0]?.agentId).toBe('anna');
    expect(reads()[0]?.upTo).toBeLessThan(before + 120_000);
  });

  it('keep an event of a desktop once, also where the gateway knew it first', async () => {
    const gateway = await testGateway();
    const client = await readyDesktop(gateway, 'anna');
    gateway.connector.ring('c1');
    gateway.connector.events.callEnded('c1', 'hangup');
    const event = {
      id: 'c1/missed-call',
      contactId: 'anna',
      type: 'missed-call',
      at: 5,
      callId: 'c1',
      kind: 'voice',
      durationMs: null,
      agent: null,
    } as const;
    expect((await client.command({ do: 'contact.event', event })).error).toBeNull();
    expect(
      (await client.command({ do: 'contact.event', event: { ...event, id: 'c2/failed-call', type: 'failed-call' } }))
        .error,
    ).toBeNull();
    const ids = () =>
      client
        .of('events')
        .flatMap(({ events }) =>
          events.flatMap(({ event: one }) => (one.type === 'contact.event' ? [one.event.id] : [])),
        );
    await eventually(() => expect(ids()).toEqual(['c1/missed-call', 'c2/failed-call']));
  });

  it('decide whether the agent is rung', async () => {
    const gateway = await testGateway();
    const client = await readyDesktop(gateway, 'anna');
    const { phone } = await registeredPhone(gateway, 'anna');
    await client.command({ do: 'presence', presence: 'away', ringing: true });
    gateway.connector.ring('c1');
    await client.command({ do: 'presence', presence: 'available', ringing: false });
    expect(phone.requests('INVITE')).toHaveLength(0);
    await client.command({ do: 'presence', presence: 'busy', ringing: true });
    await eventually(() => expect(phone.requests('INVITE')).toHaveLength(1));
  });
});

describe('a desktop that misbehaves', () => {
  const malformed = [
    'hello',
    '{',
    '[]',
    'null',
    '{"type":"dance"}',
    '{"type":"hello","version":1}',
    '{"type":"hello","version":1,"epoch":null,"cursor":0}',
    '{"type":"hello","version":2,"epoch":null,"cursor":-1}',
    '{"type":"hello","version":2,"epoch":null,"cursor":0,"more":1}',
    '{"type":"command","id":"1","command":{"do":"presence","presence":"busy","ringing":true}}',
    '{"__proto__":{"type":"ping"},"id":1}',
    '['.repeat(30_000),
  ];

  it.each(malformed)('is closed with 4400 and costs nobody else anything: %.60s', async (text) => {
    const gateway = await testGateway();
    const good = await desktop(gateway, 'bruno');
    const bad = await desktop(gateway, 'anna', null);
    bad.sendRaw(text);
    expect(await bad.closed).toMatchObject({ code: 4400 });
    expect((await good.command({ do: 'presence', presence: 'busy', ringing: true })).error).toBeNull();
  });

  it('is closed where it greets twice, says something malformed later, or sends bytes that are no text', async () => {
    const gateway = await testGateway();
    const twice = await desktop(gateway, 'anna');
    twice.send({ type: 'hello', version: 3, ...hello });
    expect(await twice.closed).toMatchObject({ code: 4400 });
    const later = await desktop(gateway, 'anna');
    later.sendRaw('{"type":"command","id":"1","command":{"do":"message","id":"1","contactId":"anna","text":"x"}}');
    expect(await later.closed).toMatchObject({ code: 4400 });
    const bytes = await desktop(gateway, 'anna');
    bytes.socket.send(Buffer.from([0xff, 0xfe]));
    expect(await bytes.closed).toMatchObject({ code: 4400 });
  });

  it('is closed with 4429 where it floods, and with 1009 where a message is too large', async () => {
    const gateway = await testGateway();
    const flood = await desktop(gateway, 'anna');
    for (let id = 0; id < 5_000; id += 1) flood.send({ type: 'ping', id });
    expect(await flood.closed).toMatchObject({ code: 4429 });
    const large = await desktop(gateway, 'anna');
    large.sendRaw('x'.repeat(2_200_000));
    expect(await large.closed).toMatchObject({ code: 1009 });
  });

  it('is closed where it says nothing', async () => {
    const clock = manualGatewayClock();
    const gateway = await testGateway({ clock });
    const silent = await desktop(gateway, 'anna', null);
    clock.advance(10_000);
    expect(await silent.closed).toMatchObject({ code: 4400 });
  });

  it('is cut off where it shows no sign of life', async () => {
    const clock = manualGatewayClock();
    const gateway = await testGateway({ clock });
    const dead = await desktop(gateway, 'anna');
    await eventually(() => expect(dead.of('snapshot.end')).toHaveLength(1));
    clock.advance(10_000);
    dead.socket.pause();
    clock.advance(10_000);
    dead.socket.resume();
    expect(await dead.closed).toMatchObject({ code: 1006 });
  });

  it('with six connections loses the oldest', async () => {
    const gateway = await testGateway();
    const clients = [];
    for (let index = 0; index < 6; index += 1) clients.push(await desktop(gateway, 'anna'));
    expect(await clients[0]?.closed).toMatchObject({ code: 4409 });
    expect((await clients[1]?.command({ do: 'presence', presence: 'busy', ringing: true }))?.error).toBeNull();
  });
});

it('a gateway that stops says so', async () => {
  const gateway = await testGateway();
  const client = await desktop(gateway, 'anna');
  const { closed } = await registeredPhone(gateway, 'anna');
  await gateway.end();
  expect(await client.closed).toEqual({ code: 4503, reason: 'shutting down' });
  expect(await closed).toEqual({ code: 4503, reason: 'shutting down' });
  expect(gateway.connector.asked('stop')).toHaveLength(1);
});
