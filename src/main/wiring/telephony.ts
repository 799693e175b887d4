import type { MessagePortMain } from 'electron';
import type { GatewayEvent } from '#shared/contracts/agent.ts';
import type { PhoneAccount, PhoneDevices } from '#shared/contracts/phone.ts';
import type { ContactEvent } from '#shared/contracts/records.ts';
import { createPhoneLink } from '../phone/phone-link.ts';
import { phonePortOf } from '../phone/phone-port.ts';
import { atMost } from '../platform/at-most.ts';
import { workspaceParts } from '../session/initial-session.ts';
import type { Ending } from '../start/quit.ts';
import type { CacheChanges } from '../store/cache-store.ts';
import { publishChanges } from '../workspace/changes.ts';
import { createCosts } from '../workspace/costs.ts';
import { createFollowUps } from '../workspace/follow-ups.ts';
import { createMissedCalls } from '../workspace/missed-calls.ts';
import { createRulesClock } from '../workspace/rules-clock.ts';
import { createAnnounce } from './announce.ts';
import { createCalls } from './calls.ts';
import { instanceId } from './instance-id.ts';
import { wireNotes } from './notes-and-transcripts.ts';
import { phoneAccount } from './phone-account.ts';
import { createRecorder } from './recorder.ts';
import type { TelephonyOptions } from './telephony-options.ts';
import { openWorkspace } from './workspace.ts';

const politeEndMs = 3000;
const farewellMs = 500;

/** Queue, phone window and workspace, tied together. */
export async function createTelephony(options: TelephonyOptions) {
  const { start, core, keeping, push, clock, log } = options;
  const { session, settings, notices } = core;
  const { configuration } = start;
  const instance = await instanceId(options.userData, log);
  let isCallLost = false;
  let { video: carriesVideo } = session.snapshot().workspace;
  let isStopped = false;

  const gatewayAheadMs = (): number => workspace.gateway?.link.aheadMs() ?? 0;
  const rulesAheadMs = createRulesClock(keeping.cache, gatewayAheadMs);
  const gatewayNow = async (): Promise<number> => clock.now() + (await rulesAheadMs());

  const announce = createAnnounce({ cache: keeping.cache, desktop: options.desktop });
  const followUps = createFollowUps({
    cache: keeping.cache,
    counted: (open) => session.update({ followUps: open }),
    changed: (rows) => push('followUps', { rows }),
    now: gatewayNow,
  });

  const changed = (changes: CacheChanges): void => {
    void followUps.told(changes.states);
    if (changes.timeline.some(({ entries }) => entries.some(({ entry }) => entry === 'note')))
      transcripts?.lookAgain('notes');
    if (changes.workspace !== undefined || changes.states.some(({ type }) => type === 'channel' || type === 'rates'))
      push('channel', null);
    publishChanges(
      {
        push,
        counters: (counters) => session.update(counters),
        workspace: (state) => {
          session.update(workspaceParts(session.snapshot(), state, configuration.recording));
          workspaceChanged();
        },
      },
      changes,
    );
  };

  const devices = (): PhoneDevices => {
    const { microphone, speaker, ringer, ringVolume, camera } = settings.values();
    return { microphone, speaker, ringer, ringVolume, camera };
  };

  const noteMissed = createMissedCalls({
    ledger: keeping.ledger,
    cache: keeping.cache,
    rowsChanged: (rows) => push('calls', { rows }),
    now: gatewayNow,
    log,
  });

  const noteCosts = createCosts({
    ledger: keeping.ledger,
    rowsChanged: (rows) => push('calls', { rows }),
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
      if (isCallLost) notices.tell('phone-restarted');
      isCallLost = false;
    },
    onLost: (reason) => {
      recorder.phoneLost();
      noteTaking.phoneLost();
      if (isStopped) return;
      log.warn('the phone window is lost', { reason });
      isCallLost ||= calls.queue.views().calls.some(({ phase }) => phase !== 'ringing');
      calls.queue.system({ type: 'phone.lost' });
      core.connection('sip', { state: 'connecting', reason: 'the phone is being restarted' });
    },
    onBroken: options.restartPhone,
    clock,
    log,
  });

  const { notes, transcripts, noteTaking, ...noteLife } = wireNotes(options, {
    changed,
    endpoint: () => workspace.endpoint(),
    command: () => workspace.gateway?.link.command ?? null,
    phone,
    aheadMs: rulesAheadMs,
  });

  const workspace = openWorkspace({
    ...options,
    changed,
    happened,
    found: (events) => void noteMissed(events),
    accountChanged: () => void phone.configure(),
    refresh: workspaceChanged,
    timeChanged,
    cacheReplaced: () => {
      void followUps.count();
      transcripts?.lookAgain('notes');
    },
    gatewayKey: async () => notes?.gatewayKey() ?? null,
    connected: noteLife.connected,
    storesTaken: noteLife.start,
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
    report,
    rowsChanged: (rows) => {
      push('calls', { rows });
      noteTaking.rowsChanged(rows);
    },
    viewsChanged: (views) => {
      transcripts?.callsChanged(views.length);
      noteTaking.callsChanged(views);
    },
    availabilityChanged: () => workspace.availabilityChanged(),
    clock,
    log,
  });

  phone.onMessage((message) => {
    recorder.fromPhone(message);
    noteTaking.fromPhone(message);
    calls.fromPhone(message);
  });
  settings.onChange((_values, names) => {
    if (
      names.some(
        (name) =>
          name === 'microphone' ||
          name === 'speaker' ||
          name === 'ringer' ||
          name === 'ringVolume' ||
          name === 'camera',
      )
    )
      void phone.send({ do: 'devices', devices: devices() });
  });

  const accountNow = (): PhoneAccount | null =>
    phoneAccount({ start, session: session.snapshot(), instanceId: instance, reached: workspace.reached() });

  /** Settings of calls, or what the provider carries. */
  function workspaceChanged(): void {
    calls.refresh();
    const { video } = session.snapshot().workspace;
    if (video === carriesVideo) return;
    carriesVideo = video;
    void phone.configure();
  }

  /** What the gateway tells, after the cache has it. */
  function happened(events: readonly GatewayEvent[]): void {
    for (const event of events) {
      calls.queue.fromGateway(event);
      if (event.type === 'note') void notes?.told(event.note);
      if (event.type === 'note.gone') void notes?.gone(event.noteId);
      if (event.type === 'contact') calls.queue.system({ type: 'contact', contact: event.state.contact });
    }
    void noteCosts(events);
    void noteMissed(events.flatMap((event) => (event.type === 'contact.event' ? [event.event] : [])));
    void announce(events);
  }

  /** A fact that this desktop saw. A gateway is told, and tells everybody, this desktop too; without one nobody else will. */
  function report(event: ContactEvent): void {
    if (workspace.gateway !== null) void workspace.gateway.contactEvents.flush();
    else void announce([{ type: 'contact.event', event }]);
  }

  /** What may be said and done until when, by this computer's clock, changed for every contact. */
  function timeChanged(): void {
    push('calling', { contactIds: null });
    push('channel', null);
  }

  function lookAgain(): void {
    workspace.gateway?.link.nudge();
    calls.queue.system({ type: 'resume' });
  }

  return {
    queue: calls.queue,
    phone,
    changed,
    followUps,
    notes,
    noteTaking,
    transcripts,
    workspace: workspace.gateway,
    gatewayAheadMs,
    rulesAheadMs,
    webSocketOrigins: workspace.webSocketOrigins,
    attach: (port: MessagePortMain): void => phone.attach(phonePortOf(port)),
    phoneGone: (reason: string): void => phone.detach(reason),
    /** The window is up: connects to whatever the workspace is. */
    start: async (startPhone: () => void): Promise<void> => {
      await workspace.start(() => {
        if (!isStopped) startPhone();
      });
      if (!isStopped) await keeping.recover();
    },
    awake: lookAgain,
    /** Whoever wanted to see the camera is gone; where nobody did, nothing happens. */
    stopPreview: (): void => {
      if (phone.state() === 'ready') void phone.send({ do: 'preview', on: false });
    },
    clockSet: timeChanged,
    networkChanged: (online: boolean): void => {
      if (online) lookAgain();
    },
    stop: async (ending: Ending): Promise<void> => {
      isStopped = true;
      transcripts?.stop();
      ending('the calls');
      // Before the phone window: what it is recording becomes a draft.
      await atMost(clock, politeEndMs, noteTaking.leave());
      calls.queue.stop();
      await calls.publisher.flush(politeEndMs);
      await atMost(clock, politeEndMs, phone.send({ do: 'shutdown' }));
      // Otherwise colleagues would hear of the last call when this desktop starts again.
      await atMost(clock, farewellMs, workspace.gateway?.contactEvents.flush());
      ending('the thread of notes');
      // Encrypting a note may take longer than anybody waits for the end.
      await atMost(clock, politeEndMs, notes?.stop());
      ending('the gateway');
      await workspace.stop();
      phone.detach('the app ends');
    },
  };
}

export type Telephony = Awaited<ReturnType<typeof createTelephony>>;
