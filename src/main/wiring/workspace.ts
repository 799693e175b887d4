import type { GatewayEvent } from '#shared/contracts/agent.ts';
import type { ContactEvent, Presence } from '#shared/contracts/records.ts';
import { gatewayAddresses } from '../gateway-link/addresses.ts';
import type { GatewayEndpoint, GatewayIdentity } from '../gateway-link/gateway-link.ts';
import { webSocketOrigin } from '../security/response-headers.ts';
import { workspaceParts } from '../session/initial-session.ts';
import type { CacheChanges } from '../store/cache-store.ts';
import { rebuildFromLedger } from '../workspace/rebuild-from-ledger.ts';
import { createGatewayWorkspace, createSandbox } from './gateway-workspace.ts';
import type { TelephonyOptions } from './telephony-options.ts';

export interface WorkspaceOptions extends TelephonyOptions {
  readonly changed: (changes: CacheChanges) => void;
  readonly happened: (event: GatewayEvent) => void;
  /** Missed calls that a snapshot told of. */
  readonly found: (events: readonly ContactEvent[]) => void;
  /** Who the agent is at SIP level became known or another one. */
  readonly accountChanged: () => void;
  /** The workspace's facts changed. */
  readonly refresh: () => void;
  readonly gatewayRestarted: () => void;
  readonly availability: () => { readonly presence: Presence; readonly ringing: boolean };
}

export interface Workspace {
  /** null with a PBX: calls only. */
  readonly gateway: ReturnType<typeof createGatewayWorkspace> | null;
  readonly webSocketOrigins: () => readonly string[];
  /** Address of the next SIP connection, with its ticket; null: none can be had now. */
  readonly ticket: () => Promise<string | null>;
  /** The account at the gateway, once its identity is known. */
  readonly reached: () => { readonly server: string; readonly uri: string; readonly displayName: string } | null;
  readonly availabilityChanged: () => void;
  readonly start: (startPhone: () => void) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Where conversations and calls come from, as configured. */
export function openWorkspace(options: WorkspaceOptions): Workspace {
  return options.start.configuration.workspace.mode === 'pbx' ? openPbx(options) : openGateway(options);
}

function openPbx({ start, keeping, core, push, log }: WorkspaceOptions): Workspace {
  const { workspace } = start.configuration;
  const server = workspace.mode === 'pbx' ? workspace.server : '';
  const key = workspace.mode === 'pbx' ? `pbx ${workspace.uri}` : 'pbx';
  const origin = webSocketOrigin(server);

  async function rebuild(): Promise<void> {
    const rebuilt = await rebuildFromLedger(keeping.cache, keeping.ledger);
    if (!rebuilt.ok) log.error('the conversations could not be rebuilt', { code: rebuilt.error.code });
    const counters = await keeping.cache.counters();
    if (counters.ok) core.session.update(counters.value);
    push('reset', null);
  }
  keeping.onCacheRebuilt(() => void rebuild());

  return {
    gateway: null,
    webSocketOrigins: () => (origin === null ? [] : [origin]),
    ticket: async () => null,
    reached: () => null,
    availabilityChanged: () => undefined,
    start: async (startPhone) => {
      const bound = await keeping.cache.bind(key);
      if (bound.ok && bound.value === 'emptied') await rebuild();
      startPhone();
    },
    stop: async () => undefined,
  };
}

function openGateway(options: WorkspaceOptions): Workspace {
  const { start, keeping, core, push, clock, log } = options;
  const { configuration, sandbox: scenario } = start;
  let identity: GatewayIdentity | null = null;
  let told = '';

  const sandbox =
    scenario === null
      ? null
      : createSandbox({
          scenario: scenario.scenario,
          scenarioDirectory: scenario.directory,
          userData: options.userData,
          built: options.built,
          agent: configuration.agent,
          clock,
          log,
          onListening: () => gateway.link.nudge(),
          onDown: (reason) => {
            log.error('the embedded gateway went down', { reason });
            options.gatewayRestarted();
          },
        });
  const place = configuration.workspace;
  const team: GatewayEndpoint | null =
    place.mode === 'gateway' && place.token !== null ? { url: place.url, token: place.token } : null;
  const endpoint = (): GatewayEndpoint | null => sandbox?.endpoint() ?? team;
  const sipAddress = (): string | null => {
    const now = endpoint();
    return now === null ? null : (gatewayAddresses(now.url)?.sip ?? null);
  };

  const gateway = createGatewayWorkspace({
    stores: keeping,
    endpoint,
    changed: options.changed,
    replaced: (counters, workspace) => {
      core.session.update(counters);
      if (workspace !== null)
        core.session.update(workspaceParts(core.session.snapshot(), workspace, configuration.recording));
      options.refresh();
      push('reset', null);
    },
    happened: options.happened,
    found: options.found,
    messageFailed: ({ contactId }) => core.notices.tell('message-failed', { contactId }),
    onState: (state) => {
      core.connection('gateway', state);
      if (state.state === 'connected') core.notices.withdraw('gateway-refused');
    },
    onIdentity: (known) => {
      identity = known;
      options.accountChanged();
    },
    presence: options.availability,
    clock,
    log,
  });
  keeping.onCacheRebuilt(() => gateway.link.nudge());

  return {
    gateway,
    webSocketOrigins: () => {
      const address = sipAddress();
      const origin = address === null ? null : webSocketOrigin(address);
      return origin === null ? [] : [origin];
    },
    ticket: gateway.link.sipTicketUrl,
    reached: () => {
      const server = sipAddress();
      if (identity === null || server === null) return null;
      return { server, uri: identity.sipUri, displayName: identity.agent.name };
    },
    availabilityChanged: () => {
      const now = JSON.stringify(options.availability());
      if (now === told) return;
      told = now;
      gateway.tellPresence();
    },
    start: async (startPhone) => {
      const key = place.mode === 'gateway' ? `gateway ${place.url}` : 'sandbox';
      await keeping.cache.bind(key);
      const known = await keeping.cache.workspace();
      if (known.ok && known.value !== null)
        core.session.update(workspaceParts(core.session.snapshot(), known.value, configuration.recording));
      startPhone();
      if (start.awaitedSecret === null) gateway.link.start();
      const listening = await sandbox?.gateway.start();
      if (listening !== undefined && !listening.ok) {
        log.error('the embedded gateway cannot be started', { detail: listening.error.detail });
        core.notices.tell('gateway-refused', { reason: listening.error.detail ?? '' });
      }
    },
    stop: async () => {
      await gateway.link.stop();
      await sandbox?.gateway.stop();
    },
  };
}
