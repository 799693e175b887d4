import type { CommandContext } from '../../../src/gateway/agents/commands.ts';
import { connectorEvents } from '../../../src/gateway/connector-events.ts';
import { createEngine, type Engine } from '../../../src/gateway/engine.ts';
import type { Notes } from '../../../src/gateway/notes/notes.ts';
import type { Clock } from '../../../src/gateway/platform/clock.ts';
import { guardedClock } from '../../../src/gateway/platform/guard.ts';
import type { Colleague } from '../../../src/gateway/routing/colleague-leg.ts';
import type { SipRequest } from '../../../src/gateway/sip/message.ts';
import { type GatewayStore, openGatewayStore } from '../../../src/gateway/store/gateway-store.ts';
import type { GatewayEvent, NumberedEvent } from '../../../src/shared/contracts/agent.ts';
import type { ContactEvent } from '../../../src/shared/contracts/records.ts';
import { type ManualGatewayClock, manualGatewayClock } from '../../fakes/gateway-clock.ts';
import { type FakeConnector, fakeConnector } from '../../fakes/gateway-connector.ts';
import { type RecordedLog, recordedLog } from '../../fakes/gateway-log.ts';
import { testNotes } from '../../fakes/gateway-notes.ts';
import { TestPhone } from '../../fakes/gateway-phone.ts';
import { type MemoryFlow, memoryFlow } from '../gateway-sip/support.ts';

export const domain = 'cornetta.invalid';

export function memoryStore(
  clock: Clock = manualGatewayClock(),
  log = recordedLog(),
  directory: string | null = null,
): GatewayStore {
  const opened = openGatewayStore({ directory, clock, log });
  if (!opened.ok) throw new Error(opened.error.detail);
  return opened.value;
}

/** Lets promises settle and the store write what it was given. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export const eventsOf = (store: GatewayStore, after = 0): readonly GatewayEvent[] =>
  store.eventsAfter(after, 100_000).map(({ text }) => (JSON.parse(text) as NumberedEvent).event);

export const contactEventsOf = (store: GatewayStore): readonly ContactEvent[] =>
  eventsOf(store).flatMap((event) => (event.type === 'contact.event' ? [event.event] : []));

export interface Rig extends Engine {
  readonly clock: ManualGatewayClock;
  readonly log: RecordedLog;
  readonly store: GatewayStore;
  readonly connector: FakeConnector;
  readonly notes: Notes;
  /** A phone of the agent, registered; `flow` is its socket. */
  enlist(agentId: string, instance?: string): Promise<RigPhone>;
  /** Another socket for the same phone. */
  connect(phone: TestPhone): MemoryFlow;
}

export interface RigPhone {
  readonly phone: TestPhone;
  readonly flow: MemoryFlow;
}

/** The engine with phones on sockets of memory, a provider without contacts, and time standing still. */
export async function rig(
  agentIds: readonly string[] = ['anna', 'bruno', 'carla'],
  colleagues: readonly Colleague[] = [],
): Promise<Rig> {
  const clock = manualGatewayClock();
  const log = recordedLog();
  const store = memoryStore(clock, log);
  const connector = fakeConnector();
  const agents = agentIds.map((id) => ({ id, name: `Agent ${id}`, role: 'agent' as const, token: id }));
  const engine = createEngine({
    clock: guardedClock(clock, log),
    log,
    domain,
    agents,
    colleagues,
    connector,
    store,
    digestUsers: [],
    callLimits: {},
  });
  const notes = testNotes({ store, connector, calling: engine.calling, clock, log });
  await connector.start(connectorEvents(engine.router.events, engine.calling, store, notes, log));
  await settle();
  const connect = (phone: TestPhone): MemoryFlow => {
    const flow = memoryFlow(phone.agentId);
    const { send } = flow;
    const wired: MemoryFlow = Object.assign(flow, {
      send: (text: string) => {
        const sent = send(text);
        // As on a network: never while the other side is still speaking.
        if (sent) queueMicrotask(() => flow.open && phone.receive(text));
        return sent;
      },
      close: (code: number, reason: string) => {
        flow.closed = { code, reason };
        drop();
      },
    });
    const drop = () => {
      if (!flow.open) return;
      flow.drop();
      engine.endpoint.flowClosed(flow);
    };
    phone.attach({ send: (text) => queueMicrotask(() => flow.open && engine.endpoint.receive(flow, text)) });
    return Object.assign(wired, { cut: drop });
  };
  return {
    ...engine,
    clock,
    log,
    store,
    connector,
    notes,
    connect,
    enlist: async (agentId, instance) => {
      const phone = new TestPhone(agentId, { domain, ...(instance === undefined ? {} : { instance }) });
      const flow = connect(phone);
      await phone.register();
      return { phone, flow };
    },
  };
}

/** What agents' commands are done with; `supervisors` may decide for the channel. */
export const commandsOf = (
  { store, connector, presence, calling, notes, clock, log, agentName }: Rig,
  supervisors: readonly string[] = ['carla'],
): CommandContext => ({
  store,
  connector,
  presence,
  calling,
  notes,
  clock,
  log,
  agentName,
  isSupervisor: (agentId) => supervisors.includes(agentId),
});

/** The network of that socket is gone. */
export const cut = (flow: MemoryFlow): void => (flow as MemoryFlow & { cut: () => void }).cut();

export const elsewhere = 'SIP;cause=200;text="Call completed elsewhere"';

/** The newest INVITE that the phone got. */
export function lastInvite(phone: TestPhone): SipRequest {
  const invite = phone.requests('INVITE').at(-1);
  if (invite === undefined) throw new Error('the phone does not ring');
  return invite;
}
