import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AgentCommand, GatewayEvent } from '#shared/contracts/agent.ts';
import type { Presence } from '#shared/contracts/records.ts';
import { systemClock } from '../../../src/main/platform/clock.ts';
import type { Stores } from '../../../src/main/store/open-stores.ts';
import { createGatewayWorkspace } from '../../../src/main/wiring/gateway-workspace.ts';
import { type FakeGateway, startFakeGateway } from '../../fakes/fake-gateway.ts';
import { memoryLog } from '../../fakes/memory-log.ts';
import { startTcpProxy, type TcpProxy } from '../../fakes/tcp-proxy.ts';
import { eventually } from '../gateway-link/support.ts';
import { openedStores, unwrap } from '../store/support/stores.ts';
import { temporaryFolder } from '../store/support/temporary.ts';

async function startGateway(): Promise<{ readonly gateway: FakeGateway; readonly wire: TcpProxy }> {
  const gateway = await startFakeGateway();
  const wire = await startTcpProxy({ host: '127.0.0.1', port: Number(new URL(gateway.url).port) });
  onTestFinished(async () => {
    await wire.close();
    await gateway.close();
  });
  return { gateway, wire };
}

/** The workspace of one life of the app, on real stores and a real wire. */
function openWorkspace(stores: Pick<Stores, 'cache' | 'ledger'>, gateway: FakeGateway, wire: TcpProxy) {
  const now: { presence: Presence; ringing: boolean } = { presence: 'available', ringing: true };
  const refused: string[] = [];
  let snapshots = 0;
  const workspace = createGatewayWorkspace({
    stores,
    endpoint: () => ({ url: `ws://127.0.0.1:${wire.port}/agent`, token: gateway.token }),
    opened: () => undefined,
    changed: () => undefined,
    replaced: () => {
      snapshots += 1;
    },
    happened: () => undefined,
    found: () => undefined,
    messageFailed: () => undefined,
    onState: () => undefined,
    onIdentity: () => undefined,
    onRefused: (reason) => refused.push(reason),
    onTime: () => undefined,
    presence: () => ({ ...now }),
    clock: systemClock,
    log: memoryLog(),
  });
  onTestFinished(() => workspace.link.stop());
  const connected = () => eventually(() => workspace.link.state().state).toBe('connected');
  return { ...workspace, now, refused, connected, snapshots: () => snapshots };
}

/** In order; one whose confirmation a cut took away comes again, and counts once. */
const presences = ({ commands }: FakeGateway): readonly string[] =>
  [...new Map(commands.map(({ id, command }) => [id, command])).values()].flatMap((command) =>
    command.do === 'presence' ? [`${command.presence} ${command.ringing}`] : [],
  );
const messages = ({ commands, done }: FakeGateway) =>
  [...done].flatMap((id) => {
    const found = commands.find((each) => each.id === id)?.command;
    return found?.do === 'message' ? [found.text] : [];
  });
const anna: GatewayEvent = {
  type: 'contact',
  state: { contact: { id: 'anna', name: 'Anna Bianchi', phone: null }, serviceWindowUntil: null },
};

describe('a workspace at a gateway', () => {
  it('tells its presence with each connection, and the newest after a cut', async () => {
    const { gateway, wire } = await startGateway();
    const { link, connected, now, availabilityChanged } = openWorkspace(
      await openedStores(temporaryFolder()),
      gateway,
      wire,
    );
    link.start();
    await connected();
    await eventually(() => presences(gateway)).toEqual(['available true']);
    wire.mode('refuse');
    wire.cut();
    await eventually(() => link.state().state).not.toBe('connected');
    now.presence = 'busy';
    availabilityChanged();
    now.presence = 'away';
    now.ringing = false;
    availabilityChanged();
    wire.mode('pass');
    link.nudge();
    await connected();
    await eventually(() => presences(gateway)).toEqual(['available true', 'away false']);
  });

  it('sends what was written without a connection, and before a restart, once and in order', async () => {
    const { gateway, wire } = await startGateway();
    gateway.publish(anna);
    const folder = temporaryFolder();
    const firstStores = await openedStores(folder);
    const first = openWorkspace(firstStores, gateway, wire);
    first.link.start();
    await first.connected();
    gateway.behaviour.mute = true;
    const sent = (workspace: typeof first, text: string) =>
      workspace.messages.send({ id: randomUUID(), contactId: 'anna', text });
    unwrapSent(await sent(first, 'taken, but not confirmed'));
    await eventually(() => messages(gateway)).toEqual(['taken, but not confirmed']);
    wire.mode('refuse');
    wire.cut();
    unwrapSent(await sent(first, 'not sent'));
    await first.link.stop();
    await firstStores.close();

    gateway.behaviour.mute = false;
    const stores = await openedStores(folder);
    const second = openWorkspace(stores, gateway, wire);
    unwrapSent(await sent(second, 'written after the restart'));
    second.link.start();
    wire.mode('pass');
    second.link.nudge();
    await eventually(() => messages(gateway)).toEqual([
      'taken, but not confirmed',
      'not sent',
      'written after the restart',
    ]);
    await eventually(async () => unwrap(await stores.ledger.outboxIn('pending'))).toEqual([]);
  });

  it('tells later what was looked at without a connection', async () => {
    const { gateway, wire } = await startGateway();
    const { link, connected, wasRead } = openWorkspace(await openedStores(temporaryFolder()), gateway, wire);
    wasRead('anna', 5);
    link.start();
    await connected();
    const reads = (): readonly AgentCommand[] =>
      gateway.commands.flatMap(({ command }) => (command.do === 'read' ? [command] : []));
    await eventually(reads).toEqual([{ do: 'read', contactId: 'anna', upTo: 5 }]);
  });

  it('asks for everything anew, and does not wait for the next event, where the cache was emptied', async () => {
    const { gateway, wire } = await startGateway();
    gateway.publish(anna);
    const stores = await openedStores(temporaryFolder());
    unwrap(await stores.cache.bind('one'));
    const { link, connected, snapshots } = openWorkspace(stores, gateway, wire);
    link.start();
    await connected();
    expect(unwrap(await stores.cache.contact('anna'))).not.toBeNull();
    unwrap(await stores.cache.bind('another'));
    expect(unwrap(await stores.cache.contact('anna'))).toBeNull();
    link.resync();
    await eventually(snapshots).toBe(2);
    expect(unwrap(await stores.cache.contact('anna'))?.contact.name).toBe('Anna Bianchi');
    await connected();
  });

  it('says once that the gateway refuses its token', async () => {
    const { gateway, wire } = await startGateway();
    gateway.behaviour.refuseToken = true;
    const { link, refused } = openWorkspace(await openedStores(temporaryFolder()), gateway, wire);
    link.start();
    await eventually(() => refused).toEqual(['the gateway refuses the token']);
    link.nudge();
    await eventually(() => link.state().state).toBe('offline');
    expect(refused).toHaveLength(1);
  });
});

function unwrapSent(result: { readonly ok: boolean }): void {
  expect(result.ok).toBe(true);
}
