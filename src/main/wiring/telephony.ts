import type { MessagePortMain } from 'electron';
import type { GatewayEvent } from '#shared/contracts/agent.ts';
import type { PhoneAccount, PhoneDevices } from '#shared/contracts/phone.ts';
import { createPhoneLink } from '../phone/phone-link.ts';
import { phonePortOf } from '../phone/phone-port.ts';
import { workspaceParts } from '../session/initial-session.ts';
import type { CacheChanges } from '../store/cache-store.ts';
import { publishChanges } from '../workspace/changes.ts';
import { createMissedCalls } from '../workspace/missed-calls.ts';
import { createCalls } from './calls.ts';
import { instanceId } from './instance-id.ts';
import { createRecorder } from './recorder.ts';
import type { TelephonyOptions } from './telephony-options.ts';
import { openWorkspace } from './workspace.ts';

const politeEndMs = 3000;

/** Queue, phone window and workspace, tied together. */
export async function createTelephony(options: TelephonyOptions) {
  const { start, core, keeping, push, clock, log } = options;
  const { session, settings, notices } = core;
  const { configuration } = start;
  const instance = await instanceId(options.userData, log);
  let lives = 0;

  const changed = (changes: CacheChanges): void =>
    publishChanges(
      {
        push,
        counters: (counters) => session.update(counters),
        workspace: (state) => {
          session.update(workspaceParts(session.snapshot(), state, configuration.recording));
          calls.refresh();
        },
      },
      changes,
    );

  const devices = (): PhoneDevices => {
    const { microphone, speaker, ringer, ringVolume } = settings.values();
    return { microphone, speaker, ringer, ringVolume };
  };

  const noteMissed = createMissedCalls({
    ledger: keeping.ledger,
    cache: keeping.cache,
    rowsChanged: (rows) => push('calls', { rows }),
    now: clock.now,
    log,
  });

  const recorder = createRecorder({
    recordings: keeping.recordings,
    failed: (recordingId, error) => calls.queue.system({ type: 'recording.failed', recordingId, error }),
    log,
  });

  const phone = createPhoneLink({
    configuration: () => {
      const account = accountNow();
      return account === null ? null : { account, devices: devices() };
    },
    ticket: () => workspace.ticket(),
    storeChunk: recorder.store,
    onReady: () => {
      calls.queue.system({ type: 'phone.back' });
      lives += 1;
      if (lives > 1) notices.tell('phone-restarted');
    },
    onLost: (reason) => {
      log.warn('the phone window is lost', { reason });
      recorder.phoneLost();
      calls.queue.system({ type: 'phone.lost' });
      core.connection('sip', { state: 'connecting', reason: 'the phone is being restarted' });
    },
    onBroken: options.restartPhone,
    clock,
    log,
  });

  const workspace = openWorkspace({
    ...options,
    changed,
    happened,
    found: (events) => {
      for (const event of events) void noteMissed(event);
    },
    accountChanged: () => void phone.configure(),
    refresh: () => calls.refresh(),
    gatewayRestarted: () => {
      notices.tell('gateway-restarted');
      calls.queue.system({ type: 'gateway.restarted' });
    },
    availability: () => {
      const { presence, ringing } = calls.queue.views();
      return { presence, ringing };
    },
  });

  const calls = createCalls({
    core,
    configuration,
    stores: keeping,
    phone,
    recordings: recorder.port,
    push,
    changed,
    report: () => void workspace.gateway?.contactEvents.flush(),
    rowsChanged: (rows) => push('calls', { rows }),
    availabilityChanged: () => workspace.availabilityChanged(),
    clock,
    log,
  });

  phone.onMessage((message) => {
    recorder.fromPhone(message);
    calls.fromPhone(message);
  });
  settings.onChange((_values, names) => {
    if (names.some((name) => name === 'microphone' || name === 'speaker' || name === 'ringer' || name === 'ringVolume'))
      void phone.send({ do: 'devices', devices: devices() });
  });

  function accountNow(): PhoneAccount | null {
    if (start.awaitedSecret !== null) return null;
    const common = { instanceId: instance, iceServers: configuration.iceServers };
    if (configuration.workspace.mode === 'pbx') {
      const { server, uri, username, password } = configuration.workspace;
      const displayName = configuration.displayName ?? configuration.agent.name;
      return { mode: 'pbx', server, uri, displayName, username, password, ...common };
    }
    const reached = workspace.reached();
    if (reached === null) return null;
    const { server, uri, displayName } = reached;
    return { mode: 'gateway', server, uri, displayName, username: null, password: null, ...common };
  }

  /** What the gateway tells, after the cache has it. */
  function happened(event: GatewayEvent): void {
    calls.queue.fromGateway(event);
    if (event.type === 'contact') calls.queue.system({ type: 'contact', contact: event.state.contact });
    if (event.type === 'message' && event.message.direction === 'in') void announce(event.message);
    if (event.type === 'contact.event' && event.event.type === 'missed-call') {
      void noteMissed(event.event);
      void announceMissed(event.event.contactId);
    }
  }

  async function nameOf(contactId: string): Promise<string> {
    const found = await keeping.cache.contact(contactId);
    return found.ok && found.value !== null ? found.value.contact.name : contactId;
  }

  async function announce({ contactId, text }: { readonly contactId: string; readonly text: string }): Promise<void> {
    options.desktop()?.message({ contactId, name: await nameOf(contactId), text });
  }

  async function announceMissed(contactId: string): Promise<void> {
    options.desktop()?.missedCall({ contactId, name: await nameOf(contactId) });
  }

  function lookAgain(): void {
    workspace.gateway?.link.nudge();
    calls.queue.system({ type: 'resume' });
  }

  return {
    queue: calls.queue,
    phone,
    changed,
    workspace: workspace.gateway,
    webSocketOrigins: workspace.webSocketOrigins,
    attach: (port: MessagePortMain): void => phone.attach(phonePortOf(port)),
    phoneGone: (reason: string): void => phone.detach(reason),
    /** The window is up: connects to whatever the workspace is. */
    start: async (startPhone: () => void): Promise<void> => {
      await workspace.start(startPhone);
      await keeping.recover();
    },
    awake: lookAgain,
    networkChanged: (online: boolean): void => {
      if (online) lookAgain();
    },
    stop: async (): Promise<void> => {
      calls.queue.stop();
      await calls.publisher.flush(politeEndMs);
      await Promise.race([
        phone.send({ do: 'shutdown' }),
        new Promise((resolve) => clock.after(politeEndMs, () => resolve(null))),
      ]);
      await workspace.stop();
      phone.detach('the app ends');
    },
  };
}
