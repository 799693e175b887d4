import type { GatewayEvent, WorkspaceState } from '#shared/contracts/agent.ts';
import type { ContactEvent, Presence } from '#shared/contracts/records.ts';
import { gatewayAddresses } from '../gateway-link/addresses.ts';
import type { GatewayEndpoint, GatewayIdentity } from '../gateway-link/gateway-link.ts';
import { webSocketOrigin } from '../security/response-headers.ts';
import { workspaceParts } from '../session/initial-session.ts';
import type { CacheChanges } from '../store/cache-store.ts';
import { catchUpFromLedger, rebuildFromLedger, showUnsentMessages } from '../workspace/rebuild-from-ledger.ts';
import type { Core } from './core.ts';
import { createGatewayWorkspace } from './gateway-workspace.ts';
import { createSandbox } from './sandbox.ts';
import type { TelephonyOptions } from './telephony-options.ts';

export interface WorkspaceOptions extends TelephonyOptions {
  readonly changed: (changes: CacheChanges) => void;
  readonly happened: (events: readonly GatewayEvent[]) => void;
  /** Missed calls that a snapshot told of. */
  readonly found: (events: readonly ContactEvent[]) => void;
  /** Who the agent is at SIP level became known or another one. */
  readonly accountChanged: () => void;
  /** The workspace's facts changed. */
  readonly refresh: () => void;
  readonly gatewayRestarted: () => void;
  /** The gateway's clock is found to differ from this computer's, or by another amount. */
  readonly timeChanged: () => void;
  /** The embedded gateway's own key for the media of notes; null: none can be kept. */
  readonly gatewayKey: () => Promise<string | null>;
  /** It is connected (again): what waits can be sent. */
  readonly connected: () => void;
  /** The stores belong to this workspace from now on. */
  readonly storesTaken: () => void;
  /** The cache was filled or replaced as a whole. */
  readonly cacheReplaced: () => void;
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
  /** null: there is no gateway now. */
  readonly endpoint: () => GatewayEndpoint | null;
  readonly start: (startPhone: () => void) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * Ledger and cache belong to this workspace from now on. A cache that is new, or was another's, gets what the ledger knows.
 * @returns `unbound`: nothing may be sent, for what waits could be another workspace's
 */
async function takeStores(options: WorkspaceOptions, key: string): Promise<'filled' | 'kept' | 'unbound'> {
  const { keeping, core, log } = options;
  const { cache, ledger } = keeping;
  for (const bound of [
    await ledger.bind(key),
    await cache.bind(key),
    await cache.keepTranscripts(wantsTranscripts(core)),
  ])
    if (!bound.ok) {
      log.error('the stores cannot be taken for this workspace', { fault: bound.error.fault });
      options.core.notices.tell('storage-failing');
      return 'unbound';
    }
  const some = await cache.inboxPage({ before: null, limit: 1 });
  if (some.ok && some.value.rows.length > 0) {
    const shown = await showUnsentMessages(cache, ledger);
    if (!shown.ok) log.error('messages that are not sent cannot be shown', { code: shown.error.code });
    else if (shown.value !== null) options.changed(shown.value);
    return 'kept';
  }
  const rebuilt = await rebuildFromLedger(cache, ledger);
  if (!rebuilt.ok) log.error('the conversations could not be rebuilt', { code: rebuilt.error.code });
  await showCache(options);
  return 'filled';
}

const wantsTranscripts = ({ settings }: Core): boolean => settings.values().transcripts !== 'off';

async function showCache({ keeping, core, push }: WorkspaceOptions): Promise<void> {
  const counters = await keeping.cache.counters();
  if (counters.ok) core.session.update(counters.value);
  push('reset', null);
}

/** Where conversations and calls come from, as configured. */
export function openWorkspace(options: WorkspaceOptions): Workspace {
  return options.start.configuration.workspace.mode === 'pbx' ? openPbx(options) : openGateway(options);
}

function openPbx(options: WorkspaceOptions): Workspace {
  const { start, keeping, log } = options;
  const { workspace } = start.configuration;
  const server = workspace.mode === 'pbx' ? workspace.server : '';
  const key = workspace.mode === 'pbx' ? `pbx ${workspace.uri}` : 'pbx';
  const origin = webSocketOrigin(server);

  async function catchUp(): Promise<void> {
    const caughtUp = await catchUpFromLedger(keeping.cache, keeping.ledger);
    if (!caughtUp.ok) log.error('the conversations could not be brought up to date', { code: caughtUp.error.code });
    await showCache(options);
  }
  keeping.onCacheRebuilt(() => void takeStores(options, key));

  return {
    gateway: null,
    webSocketOrigins: () => (origin === null ? [] : [origin]),
    ticket: async () => null,
    reached: () => null,
    endpoint: () => null,
    availabilityChanged: () => undefined,
    start: async (startPhone) => {
      startPhone();
      if ((await takeStores(options, key)) === 'kept') await catchUp();
    },
    stop: async () => undefined,
  };
}

function openGateway(options: WorkspaceOptions): Workspace {
  const { start, keeping, core, push, clock, log } = options;
  const { configuration, sandbox: scenario } = start;
  let identity: GatewayIdentity | null = null;
  let isStopped = false;

  const sandbox =
    scenario === null
      ? null
      : createSandbox({
          scenario: scenario.scenario,
          scenarioDirectory: scenario.directory,
          userData: options.userData,
          built: options.built,
          agent: core.session.snapshot().agent,
          notesIdentity: options.gatewayKey,
          clock,
          log,
          onListening: () => gateway.link.nudge(),
          onDown: (reason) => {
            log.error('the embedded gateway went down', { reason });
            options.gatewayRestarted();
          },
        });
  const place = configuration.workspace;
  const key = place.mode === 'gateway' ? `gateway ${place.url}` : 'sandbox';
  const team: GatewayEndpoint | null =
    place.mode === 'gateway' && place.token !== null ? { url: place.url, token: place.token } : null;
  const endpoint = (): GatewayEndpoint | null => sandbox?.endpoint() ?? team;
  const sipAddress = (): string | null => {
    const now = endpoint();
    return now === null ? null : (gatewayAddresses(now.url)?.sip ?? null);
  };

  const take = (workspace: WorkspaceState): void =>
    core.session.update(workspaceParts(core.session.snapshot(), workspace, configuration.recording));

  const gateway = createGatewayWorkspace({
    stores: keeping,
    endpoint,
    // A call that rings meanwhile would be taken for one without pictures, and stay one.
    opened: (workspace) => {
      take(workspace);
      options.refresh();
    },
    changed: options.changed,
    replaced: (counters, workspace) => {
      core.session.update(counters);
      if (workspace !== null) take(workspace);
      options.refresh();
      options.cacheReplaced();
      push('reset', null);
    },
    happened: options.happened,
    found: options.found,
    messageFailed: ({ contactId }, code) =>
      core.notices.tell(code === 'window-closed' ? 'message-window-closed' : 'message-failed', { contactId }),
    onState: (state) => {
      core.connection('gateway', state);
      if (state.state !== 'connected') return;
      core.notices.withdraw('gateway-refused');
      options.connected();
    },
    onIdentity: (known) => {
      identity = known;
      core.session.update({ agent: known.agent });
      options.refresh();
      options.accountChanged();
    },
    onRefused: (reason) => core.notices.tell('gateway-refused', { reason }),
    onTime: options.timeChanged,
    presence: options.availability,
    clock,
    log,
  });
  keeping.onCacheRebuilt(() => void takeStores(options, key).then(gateway.link.resync));

  core.settings.onChange((_values, names) => {
    if (names.includes('transcripts')) void followTranscripts();
  });

  /** The agent wants transcripts, or none. */
  async function followTranscripts(): Promise<void> {
    const kept = await keeping.cache.keepTranscripts(wantsTranscripts(core));
    if (!kept.ok) {
      log.error('transcripts cannot be switched', { fault: kept.error.fault });
      return;
    }
    options.changed(kept.value.changes);
    if (kept.value.isMissing) gateway.link.resync();
  }

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
    availabilityChanged: gateway.availabilityChanged,
    endpoint,
    start: async (startPhone) => {
      if ((await takeStores(options, key)) === 'unbound' || isStopped) return;
      options.storesTaken();
      const known = await keeping.cache.workspace();
      if (known.ok && known.value !== null) take(known.value);
      options.cacheReplaced();
      startPhone();
      if (start.awaitedSecret === null) gateway.link.start();
      const listening = await sandbox?.start();
      if (listening !== undefined && !listening.ok && !isStopped) {
        log.error('the embedded gateway cannot be started', { detail: listening.error.detail });
        core.notices.tell('gateway-refused', { reason: listening.error.detail ?? '' });
      }
    },
    stop: async () => {
      isStopped = true;
      await gateway.link.stop();
      await sandbox?.gateway.stop();
    },
  };
}
