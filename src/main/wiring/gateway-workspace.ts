import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Presence } from '#shared/contracts/records.ts';
import type { Scenario } from '#shared/contracts/scenario.ts';
import { createEmbeddedGateway } from '../gateway-link/embedded.ts';
import { createGatewayLink, type GatewayEndpoint, type GatewayIdentity } from '../gateway-link/gateway-link.ts';
import type { LinkState } from '../gateway-link/link-status.ts';
import { forkUtility } from '../gateway-link/utility-fork.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { Configuration } from '../policy/configuration.ts';
import type { OutboxEntry } from '../store/ledger-store.ts';
import type { Stores } from '../store/open-stores.ts';
import { createAvailability } from '../workspace/availability.ts';
import { type CacheSinkOptions, createCacheSink } from '../workspace/cache-sink.ts';
import { createContactEvents } from '../workspace/contact-events.ts';
import { createMessages } from '../workspace/messages.ts';

export interface GatewayWorkspaceOptions {
  readonly stores: Pick<Stores, 'cache' | 'ledger'>;
  readonly endpoint: () => GatewayEndpoint | null;
  readonly changed: CacheSinkOptions['changed'];
  readonly replaced: CacheSinkOptions['replaced'];
  readonly happened: CacheSinkOptions['happened'];
  readonly found: CacheSinkOptions['found'];
  readonly messageFailed: (entry: OutboxEntry) => void;
  readonly onState: (state: LinkState) => void;
  readonly onIdentity: (identity: GatewayIdentity) => void;
  readonly onRefused: (reason: string) => void;
  /** What the gateway must know of this agent each time it is connected anew. */
  readonly presence: () => { readonly presence: Presence; readonly ringing: boolean };
  readonly clock: Clock;
  readonly log: MainLog;
}

/** A workspace whose conversations, permissions and calls come from a gateway, embedded or a team's. */
export function createGatewayWorkspace(options: GatewayWorkspaceOptions) {
  const { stores, clock, log } = options;
  const link = createGatewayLink({
    endpoint: options.endpoint,
    sink: createCacheSink({
      cache: stores.cache,
      changed: options.changed,
      replaced: options.replaced,
      happened: options.happened,
      found: options.found,
    }),
    fetch,
    clock,
    random: Math.random,
    log,
    onState: (state) => {
      options.onState(state);
      availability.connection(state.state === 'connected');
      if (state.state !== 'connected') return;
      void messages.flush();
      void contactEvents.flush();
    },
    onIdentity: options.onIdentity,
    onRefused: options.onRefused,
  });
  const availability = createAvailability({
    current: options.presence,
    command: (command) => link.command(command),
    clock,
  });
  const messages = createMessages({
    cache: stores.cache,
    ledger: stores.ledger,
    command: (command) => link.command(command, command.do === 'message' ? command.id : randomUUID()),
    changed: options.changed,
    failed: options.messageFailed,
    clock,
    log,
  });
  const contactEvents = createContactEvents({
    ledger: stores.ledger,
    command: (command) => link.command(command),
    clock,
    log,
  });

  return {
    link,
    messages,
    contactEvents,
    availabilityChanged: availability.changed,
    wasRead: (contactId: string, upTo: number) => void link.command({ do: 'read', contactId, upTo }),
  };
}

export interface SandboxOptions {
  readonly scenario: Scenario;
  readonly scenarioDirectory: string;
  readonly userData: string;
  /** Folder of the build: `out`. */
  readonly built: string;
  readonly agent: Configuration['agent'];
  readonly clock: Clock;
  readonly log: MainLog;
  readonly onListening: () => void;
  readonly onDown: (reason: string) => void;
}

/** Name under which the process shows in the system's lists. */
const serviceName = 'Cornetta gateway';

/** The app's own gateway with the scenario's contacts. Its token is made here and known to nobody else. */
export function createSandbox(options: SandboxOptions) {
  const { scenario, scenarioDirectory, built, agent, clock, log } = options;
  const token = randomBytes(32).toString('base64url');
  const gateway = createEmbeddedGateway({
    fork: () => forkUtility(join(built, 'gateway/embedded.js'), serviceName, log),
    start: {
      scenario,
      scenarioDirectory,
      dataDirectory: join(options.userData, 'gateway'),
      runId: randomUUID(),
      startedAt: clock.now(),
      agents: [{ id: 'agent', ...agent, token }],
    },
    clock,
    log,
    onListening: options.onListening,
    onDown: options.onDown,
  });
  return {
    gateway,
    endpoint: (): GatewayEndpoint | null => {
      const url = gateway.url();
      return url === null ? null : { url, token };
    },
  };
}
