import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ok } from '#shared/result.ts';
import { systemClock as gatewayClock } from '../../../src/gateway/platform/clock.ts';
import { startGateway } from '../../../src/gateway/server.ts';
import { openGatewayStore } from '../../../src/gateway/store/gateway-store.ts';
import { createGatewayLink } from '../../../src/main/gateway-link/gateway-link.ts';
import { systemClock } from '../../../src/main/platform/clock.ts';
import { fakeConnector } from '../../fakes/gateway-connector.ts';
import { notesInMemory } from '../../fakes/gateway-notes.ts';
import { memoryLog } from '../../fakes/memory-log.ts';
import { memorySink } from '../../fakes/memory-sink.ts';
import { startTcpProxy } from '../../fakes/tcp-proxy.ts';
import { eventually, seeded } from './support.ts';

const log = memoryLog();
const agent = { id: 'anna', name: 'Anna', role: 'agent', token: 'token-of-anna' } as const;

/** The gateway as it ships, with a provider that a test plays. */
async function createRealGateway() {
  const opened = openGatewayStore({ directory: null, clock: gatewayClock, log });
  if (!opened.ok) throw new Error(opened.error.detail);
  const store = opened.value;
  const connector = fakeConnector(['bruno']);
  const started = await startGateway({
    host: '127.0.0.1',
    port: 0,
    agents: [agent],
    connector,
    store,
    notes: notesInMemory,
    clock: gatewayClock,
    log,
  });
  if (!started.ok) throw new Error(started.error.detail);
  const gateway = started.value;
  const wire = await startTcpProxy({ host: '127.0.0.1', port: gateway.port });
  const sink = memorySink();
  const link = createGatewayLink({
    endpoint: () => ({ url: `ws://127.0.0.1:${wire.port}`, token: agent.token }),
    sink,
    fetch,
    clock: systemClock,
    random: Math.random,
    log: memoryLog(),
    onState: () => undefined,
    onIdentity: () => undefined,
  });
  onTestFinished(async () => {
    await link.stop();
    await wire.close();
    await gateway.stop();
    store.close();
  });
  link.start();
  await eventually(() => link.state().state).toBe('connected');
  return { connector, store, wire, sink, link };
}

describe('the gateway as it ships', () => {
  it('is followed over random cuts without gap or repetition', async () => {
    const { connector, store, wire, sink, link } = await createRealGateway();
    const random = seeded(11);
    const { cursor: first } = sink.applied.at(-1) ?? { cursor: store.cursor() };
    for (let count = 1; count <= 400; count += 1) {
      connector.events.message({
        id: `message-${count}`,
        contactId: 'bruno',
        direction: 'in',
        text: `Message ${count}`,
        at: 1_800_000_000_000 + count,
        status: 'delivered',
      });
      if (random() < 0.1) await setImmediate();
      if (random() < 0.08) wire.cutAfter(Math.floor(random() * 3000));
      if (random() < 0.03) {
        wire.cut();
        await eventually(() => link.state().state).not.toBe('connected');
        link.nudge();
      }
    }
    const texts = () => sink.applied.flatMap(({ event }) => (event.type === 'message' ? [event.message.id] : []));
    await eventually(() => texts().length).toBe(400);
    expect(texts()).toEqual(Array.from({ length: 400 }, (_, index) => `message-${index + 1}`));
    const cursors = sink.applied.map(({ cursor }) => cursor).filter((cursor) => cursor > first);
    expect(cursors).toEqual(Array.from({ length: cursors.length }, (_, index) => first + 1 + index));
    expect(sink.violations).toEqual([]);
    expect(sink.snapshots).toBe(1);
  }, 40_000);

  it('takes commands and gives tickets', async () => {
    const { link, wire, connector } = await createRealGateway();
    expect(await link.command({ do: 'presence', presence: 'available', ringing: true })).toEqual(ok(null));
    const message = { do: 'message', id: crypto.randomUUID(), contactId: 'bruno', text: 'Hello' } as const;
    expect(await link.command(message, message.id)).toEqual(ok(null));
    expect(await link.command(message, message.id)).toEqual(ok(null));
    await eventually(() => connector.sent.length).toBe(1);
    expect(await link.command({ do: 'read', contactId: 'bruno', upTo: 1 })).toEqual(ok(null));
    expect(await link.sipTicketUrl()).toMatch(new RegExp(`^ws://127\\.0\\.0\\.1:${wire.port}/sip\\?ticket=`));
  });
});
