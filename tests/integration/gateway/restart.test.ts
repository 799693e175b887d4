import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/gateway/platform/clock.ts';
import { openGatewayStore } from '../../../src/gateway/store/gateway-store.ts';
import { fakeConnector } from '../../fakes/gateway-connector.ts';
import { recordedLog } from '../../fakes/gateway-log.ts';
import { eventually } from './support/eventually.ts';
import { temporaryFolder, testGateway } from './support/gateway.ts';
import { desktop, readyDesktop, registeredPhone } from './support/sockets.ts';

const uuid = '00000000-0000-4000-8000-000000000001';

const open = (directory: string) =>
  openGatewayStore({ directory, lockWaitMs: 200, clock: systemClock, log: recordedLog() });

describe('a gateway that is started again', () => {
  it('knows everything, and a desktop goes on where it was', async () => {
    const directory = temporaryFolder();
    const first = await testGateway({ directory });
    const client = await readyDesktop(first, 'anna');
    await client.command({ do: 'message', id: uuid, contactId: 'anna', text: 'kept' });
    await eventually(() => expect(first.store.message(uuid)?.status).toBe('sent'));
    const { epoch } = first.store;
    const cursor = first.store.cursor();
    await first.end();
    const second = await testGateway({ directory });
    expect(second.store.epoch).toBe(epoch);
    expect(second.store.message(uuid)).toMatchObject({ text: 'kept', status: 'sent' });
    const again = await desktop(second, 'anna', { epoch, cursor });
    await eventually(() => expect(again.received).toEqual([{ type: 'current', epoch, cursor }]));
  });

  it('closes the calls that were open when it died', async () => {
    const directory = temporaryFolder();
    const died = open(directory);
    if (!died.ok) throw new Error(died.error.detail);
    const call = { contactId: 'anna', kind: 'voice', answeredAt: null, agent: null } as const;
    died.value.publish({ do: 'call.open', call: { ...call, callId: 'rang', direction: 'user-initiated' } });
    died.value.publish({
      do: 'call.open',
      call: { ...call, callId: 'talked', direction: 'user-initiated', answeredAt: 5, agent: 'Bruno' },
    });
    died.value.publish({
      do: 'call.open',
      call: { ...call, callId: 'placed', direction: 'business-initiated', agent: 'Bruno' },
    });
    died.value.close();
    const gateway = await testGateway({ directory });
    await eventually(() => expect(gateway.store.openCalls()).toEqual([]));
    const client = await readyDesktop(gateway, 'anna');
    const events = client.of('snapshot.part').flatMap((part) => part.events);
    expect(events.map(({ id, agent }) => [id, agent]).sort()).toEqual([
      ['placed/failed-call', 'Bruno'],
      ['rang/missed-call', null],
      ['talked/interrupted-call', 'Bruno'],
    ]);
  });

  it('hands on the messages that no provider had taken', async () => {
    const directory = temporaryFolder();
    const connector = fakeConnector();
    connector.onSend = () => new Promise(() => {});
    const first = await testGateway({ directory, connector });
    const client = await readyDesktop(first, 'anna');
    await client.command({ do: 'message', id: uuid, contactId: 'anna', text: 'not yet' });
    await first.end();
    const second = await testGateway({ directory });
    await eventually(() => expect(second.store.message(uuid)?.status).toBe('sent'));
    expect(second.connector.sent.map(({ id }) => id)).toEqual([uuid]);
  });

  it('writes down a call that it had to end', async () => {
    const directory = temporaryFolder();
    const gateway = await testGateway({ directory });
    const { phone } = await registeredPhone(gateway, 'anna');
    gateway.connector.ring('c1');
    await eventually(() => expect(phone.requests('INVITE')).toHaveLength(1));
    phone.answer(phone.requests('INVITE')[0]!);
    await eventually(() => expect(phone.requests('ACK')).toHaveLength(1));
    await gateway.end();
    await eventually(() => expect(phone.requests('BYE')).toHaveLength(1));
    const store = open(directory);
    expect(store.ok && store.value.openCalls()).toEqual([]);
    expect(
      store.ok &&
        store.value
          .eventsAfter(0, 100)
          .map(({ text }) => text)
          .join(),
    ).toContain('c1/answered-call');
    if (store.ok) store.value.close();
  });
});

describe('a store that cannot be used is refused in words, and left as it is', () => {
  it('while another gateway has it', () => {
    const directory = temporaryFolder();
    const first = open(directory);
    expect(first.ok).toBe(true);
    expect(open(directory)).toMatchObject({
      ok: false,
      error: { code: 'storage', detail: expect.stringContaining('another gateway') },
    });
    if (first.ok) first.value.close();
    const third = open(directory);
    expect(third.ok).toBe(true);
    if (third.ok) third.value.close();
  });

  it('written by a newer version', () => {
    const directory = temporaryFolder();
    const database = new Database(join(directory, 'gateway.sqlite'));
    database.pragma('user_version = 99');
    database.close();
    expect(open(directory)).toMatchObject({ ok: false, error: { detail: expect.stringContaining('newer version') } });
  });

  it('damaged, or a directory that is none', () => {
    const directory = temporaryFolder();
    writeFileSync(
      join(directory, 'gateway.sqlite'),
      'this is no database, but it is long enough to look like one'.repeat(50),
    );
    expect(open(directory)).toMatchObject({ ok: false, error: { detail: expect.stringContaining('damaged') } });
    const file = join(directory, 'file');
    writeFileSync(file, '');
    expect(open(file)).toMatchObject({ ok: false, error: { code: 'storage' } });
  });
});

it('a port that is taken is refused in words', async () => {
  const gateway = await testGateway();
  await expect(testGateway({ port: gateway.port })).rejects.toThrow(`cannot listen on 127.0.0.1:${gateway.port}`);
});

it('a connector that cannot start is refused in words', async () => {
  const connector = fakeConnector();
  connector.start = () => Promise.reject(new Error('no credentials'));
  await expect(testGateway({ connector })).rejects.toThrow('no credentials');
});
