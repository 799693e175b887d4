import { randomUUID } from 'node:crypto';
import type { AgentCommand } from '#shared/contracts/agent.ts';
import type { Presence } from '#shared/contracts/records.ts';
import { type ErrorCode, fail, type Result } from '#shared/result.ts';
import { createGatewayLink, type GatewayEndpoint, type GatewayIdentity } from '../gateway-link/gateway-link.ts';
import type { LinkState } from '../gateway-link/link-status.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { OutboxEntry } from '../store/ledger-store.ts';
import type { Stores } from '../store/open-stores.ts';
import { createAvailability } from '../workspace/availability.ts';
import { type CacheSinkOptions, createCacheSink } from '../workspace/cache-sink.ts';
import { createContactEvents } from '../workspace/contact-events.ts';
import { createMessages } from '../workspace/messages.ts';
import { createReads } from '../workspace/reads.ts';

export interface GatewayWorkspaceOptions {
  readonly stores: Pick<Stores, 'cache' | 'ledger'>;
  readonly endpoint: () => GatewayEndpoint | null;
  readonly opened: CacheSinkOptions['opened'];
  readonly changed: CacheSinkOptions['changed'];
  readonly replaced: CacheSinkOptions['replaced'];
  readonly happened: CacheSinkOptions['happened'];
  readonly found: CacheSinkOptions['found'];
  readonly messageFailed: (entry: OutboxEntry, code: ErrorCode) => void;
  readonly onState: (state: LinkState) => void;
  readonly onIdentity: (identity: GatewayIdentity) => void;
  readonly onRefused: (reason: string) => void;
  readonly onTime: () => void;
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
      opened: options.opened,
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
      void reads.flush();
    },
    onIdentity: options.onIdentity,
    onRefused: options.onRefused,
    onTime: options.onTime,
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

  const reads = createReads({ command: (command) => link.command(command), clock });

  return {
    link,
    /** What an agent waits for on the screen: refused at once where there is no connection, for nobody wants it done an hour later. */
    commandNow: async (command: AgentCommand): Promise<Result<null>> =>
      link.state().state === 'connected' ? link.command(command) : fail('offline'),
    messages,
    contactEvents,
    availabilityChanged: availability.changed,
    wasRead: reads.add,
  };
}
