import type { Agent } from './agents/agent.ts';
import { PresenceBoard } from './agents/presence.ts';
import { type Calling, createCalling } from './calling/calling.ts';
import type { Connector } from './connectors/connector.ts';
import type { Clock } from './platform/clock.ts';
import type { GatewayLog } from './platform/log.ts';
import { CallRouter } from './routing/call-router.ts';
import type { Colleague } from './routing/colleague-leg.ts';
import { type CallLimits, defaultCallLimits } from './routing/context.ts';
import { Authenticator, type DigestUser } from './sip/authenticator.ts';
import { SipEndpoint } from './sip/endpoint.ts';
import type { GatewayStore } from './store/gateway-store.ts';

export interface EngineOptions {
  readonly clock: Clock;
  readonly log: GatewayLog;
  readonly domain: string;
  readonly agents: readonly Agent[];
  readonly colleagues: readonly Colleague[];
  readonly connector: Connector;
  readonly store: GatewayStore;
  readonly digestUsers: readonly DigestUser[];
  readonly callLimits: Partial<CallLimits>;
}

export interface Engine {
  readonly endpoint: SipEndpoint;
  readonly router: CallRouter;
  readonly presence: PresenceBoard;
  readonly calling: Calling;
  readonly agentName: (agentId: string) => string;
}

/** What makes and routes calls, without any socket: SIP, the registrar, presence and the router, tied together. */
export function createEngine(options: EngineOptions): Engine {
  const { clock, log, domain, agents, colleagues, connector, store, digestUsers, callLimits } = options;
  const names = new Map([...agents, ...colleagues].map(({ id, name }) => [id, name]));
  const agentName = (agentId: string): string => names.get(agentId) ?? agentId;
  const calling = createCalling({ store, connector, clock, log });
  const presence = new PresenceBoard((agentId) => router.ringAgent(agentId));
  const endpoint = new SipEndpoint({
    clock,
    log,
    authenticator: new Authenticator(domain, digestUsers, clock),
    onInvite: (transaction, agentId) => router.invite(transaction, agentId),
    onPhone: (agentId) => router.ringAgent(agentId),
  });
  const router: CallRouter = new CallRouter({
    clock,
    log,
    domain,
    connector,
    store,
    endpoint,
    limits: { ...defaultCallLimits, ...callLimits },
    agentName,
    calling,
    takesCalls: (agentId) => presence.takesCalls(agentId),
    ringing: () => calling.desk.settings().ringing,
    assigneeOf: (contactId) => {
      const assigned = store.state(`contact.assigned/${contactId}`);
      const assignee = assigned?.type === 'contact.assigned' ? assigned.assignee : null;
      return assignee !== null && names.has(assignee.id) ? assignee.id : null;
    },
    colleagues: new Map(colleagues.map((colleague) => [colleague.id, colleague])),
  });
  return { endpoint, router, presence, calling, agentName };
}
