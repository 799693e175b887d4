import { describe, expect, it } from 'vitest';
import { agentProtocolVersion } from '#shared/contracts/agent.ts';
import { manualGatewayClock } from '../../fakes/gateway-clock.ts';
import { eventually } from './support/eventually.ts';
import { testGateway } from './support/gateway.ts';
import { desktop, readyDesktop } from './support/sockets.ts';

const hello = { epoch: null, cursor: 0 };

describe('a desktop that misbehaves', () => {
  const malformed = [
    'hello',
    '{',
    '[]',
    'null',
    '{"type":"dance"}',
    '{"type":"hello","version":1}',
    '{"type":"hello","version":1,"epoch":null,"cursor":0}',
    `{"type":"hello","version":${agentProtocolVersion},"epoch":null,"cursor":-1}`,
    `{"type":"hello","version":${agentProtocolVersion},"epoch":null,"cursor":0,"more":1}`,
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
    twice.send({ type: 'hello', version: agentProtocolVersion, ...hello });
    expect(await twice.closed).toMatchObject({ code: 4400 });
    const later = await desktop(gateway, 'anna');
    later.sendRaw('{"type":"command","id":"","command":{"do":"presence","presence":"busy","ringing":true}}');
    expect(await later.closed).toMatchObject({ code: 4400 });
    const bytes = await desktop(gateway, 'anna');
    bytes.socket.send(Buffer.from([0xff, 0xfe]));
    expect(await bytes.closed).toMatchObject({ code: 4400 });
  });

  it('hears which field of a command is wrong, and goes on', async () => {
    const gateway = await testGateway();
    const client = await readyDesktop(gateway, 'anna');
    const day = [{ open: '22:00', close: '02:00' }];
    const week = { monday: day, tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };
    const hours = { timeZone: 'Europe/Rome', week, holidays: [] };
    const ringing = { mode: 'everyone', assigneeMs: 15_000 } as const;
    const settings = { callingOn: true, contactsMayCall: true, hours, ringing };
    expect((await client.command({ do: 'channel.set', settings })).error).toEqual({
      code: 'invalid',
      detail:
        'settings.hours.week.monday[0]: monday, span 1 (22:00 to 02:00) crosses midnight: close at 24:00 and open the next day at 00:00',
    });
    const csv = 'IT,0.1,USD\n'.repeat(60_000);
    expect((await client.command({ do: 'rates.import', csv })).error).toEqual({
      code: 'invalid',
      detail: 'csv: must have at most 500000 characters',
    });
    // Long, and as it should be.
    const prices = `${'# a comment that takes room\n'.repeat(17_000)}IT,0.1,USD`;
    expect((await client.command({ do: 'rates.import', csv: prices })).error).toMatchObject({ code: 'forbidden' });
    expect((await client.command({ do: 'presence', presence: 'busy', ringing: true })).error).toBeNull();
  });

  it('is closed with 4429 where it floods, and with 1009 where a message is too large', async () => {
    const gateway = await testGateway();
    const flood = await desktop(gateway, 'anna');
    for (let id = 0; id < 5_000; id += 1) flood.send({ type: 'ping', id });
    expect(await flood.closed).toMatchObject({ code: 4429 });
    const large = await desktop(gateway, 'anna');
    large.sendRaw('x'.repeat(2_100_000));
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
