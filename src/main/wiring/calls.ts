import { randomUUID } from 'node:crypto';
import type { PhoneToMain } from '#shared/contracts/phone.ts';
import type { CallRow, ContactEvent } from '#shared/contracts/records.ts';
import type { CallView } from '#shared/contracts/session.ts';
import { homeCountry } from '#shared/domain/phone-number.ts';
import { unreachable } from '#shared/never.ts';
import type { UiPush } from '../ipc/push.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import { oneByOne } from '../platform/one-by-one.ts';
import type { Configuration } from '../policy/configuration.ts';
import { isOutdated } from '../queue/call-notices.ts';
import { identifyContact } from '../queue/identify.ts';
import type { PhonePort, QueuePorts, RecordingsPort } from '../queue/ports.ts';
import { createPublisher } from '../queue/publisher.ts';
import { createQueue } from '../queue/queue.ts';
import type { QueueSettings } from '../queue/settings.ts';
import { createWarmUp } from '../queue/warm-up.ts';
import type { ConnectionPart } from '../session/connection.ts';
import type { CacheChanges } from '../store/cache-store.ts';
import type { Stores } from '../store/open-stores.ts';
import { domainOf } from '../workspace/call-target.ts';
import { createJournal } from '../workspace/journal.ts';
import type { Core } from './core.ts';

export interface CallsOptions {
  readonly core: Core;
  readonly configuration: Configuration;
  readonly stores: Pick<Stores, 'cache' | 'ledger'>;
  readonly phone: PhonePort;
  readonly recordings: RecordingsPort;
  readonly push: UiPush;
  readonly changed: (changes: CacheChanges) => void;
  readonly report: (event: ContactEvent) => void;
  readonly rowsChanged: (rows: readonly CallRow[]) => void;
  /** Before the window is shown them. */
  readonly viewsChanged: (calls: readonly CallView[]) => void;
  /** The agent's availability, as the gateway should know it, may have changed. */
  readonly availabilityChanged: () => void;
  readonly clock: Clock;
  readonly log: MainLog;
}

const aliveEveryMs = 5000;
/** Two steps of the warm-up are as far apart. */
const warmUpPauseMs = 40;

/** The queue with its journal in front of the session: what an agent is shown of a call is in the ledger before. */
export function createCalls(options: CallsOptions) {
  const { core, configuration, stores, clock, log } = options;
  const { session, notices, settings } = core;

  const { workspace: place } = configuration;
  const domain = place.mode === 'pbx' ? domainOf(place.uri) || null : null;

  const queueSettings = (): QueueSettings => {
    const { workspace, agent } = session.snapshot();
    return {
      mode: workspace.mode === 'pbx' ? 'pbx' : 'gateway',
      agentName: agent.name,
      recording: { allowed: workspace.recording, automatic: workspace.recordingAutomatic },
      wrapUpMs: settings.values().wrapUpSeconds * 1000,
    };
  };

  const publisher = createPublisher({
    journal: {
      write: createJournal({
        ledger: stores.ledger,
        cache: stores.cache,
        rowsChanged: options.rowsChanged,
        changed: options.changed,
        report: options.report,
        log,
      }),
    },
    publish: ({ views, notices: told }) => {
      const { calls, presence, wrapUpUntil } = views;
      options.viewsChanged(calls);
      session.update({ calls, presence, wrapUpUntil });
      for (const notice of told) notices.add(notice);
      for (const notice of notices.list()) if (isOutdated(notice, calls)) notices.dismiss(notice.id);
      options.availabilityChanged();
      keepAlive();
    },
    onStorageProblem: (isThere) => {
      if (isThere) notices.tell('storage-failing');
      else notices.withdraw('storage-failing');
    },
    clock,
    log,
  });
  const country = createHomeCountry();
  const identify: QueuePorts['identify'] = (offer) =>
    identifyContact(offer, country(session.snapshot().workspace.number), domain);
  const queue = createQueue(
    {
      phone: options.phone,
      recordings: options.recordings,
      output: publisher.accept,
      identify,
      newCallId: randomUUID,
      clock,
      log,
    },
    { settings: queueSettings(), presence: session.snapshot().presence },
  );

  let beating = false;
  /** While a call is up the ledger hears every few seconds that the app lives, so that an interrupted call ends when it really did. */
  function keepAlive(): void {
    if (beating || session.snapshot().calls.length === 0) return;
    beating = true;
    void stores.ledger.alive(clock.now());
    clock.after(aliveEveryMs, () => {
      beating = false;
      keepAlive();
    });
  }

  let known = JSON.stringify(queueSettings());
  /** Settings or workspace may have changed. */
  function refresh(): void {
    const now = queueSettings();
    const text = JSON.stringify(now);
    if (text === known) return;
    known = text;
    queue.system({ type: 'settings', settings: now });
  }
  settings.onChange(refresh);

  let isWarm = false;
  /** The first moment at which a call can come. One that does come in the middle of it warms up the rest itself. */
  function warmUp(): void {
    if (isWarm) return;
    isWarm = true;
    const { number } = session.snapshot().workspace;
    const steps = [
      ...createWarmUp({ identify, number, settings: queueSettings(), clock, log }),
      // The first of a process takes 7 ms, for ICU reads its data; otherwise whoever opens the calls meets it.
      () => void Intl.DateTimeFormat(),
    ];
    oneByOne(steps, warmUpPauseMs, () => queue.views().calls.length === 0, clock);
  }

  /** An offer brings the contact's name only; what the cache knows beside it follows. */
  async function introduce(contactId: string): Promise<void> {
    const found = await stores.cache.contact(contactId);
    const contact = found.ok ? found.value?.contact : undefined;
    // One without a number tells nothing new, and may be a stranger's, named by its key.
    if (contact !== undefined && contact.phone !== null) queue.system({ type: 'contact', contact });
  }

  function registration(message: Extract<PhoneToMain, { type: 'registration' }>): void {
    core.connection('sip', sipConnection(message));
    if (message.state === 'refused') notices.tell('registration-refused', { cause: message.cause ?? '' });
    if (message.state !== 'registered') return;
    notices.withdraw('registration-refused');
    warmUp();
  }

  return {
    queue,
    publisher,
    refresh,
    /** What the phone window reports, as far as it concerns calls, registration and devices. */
    fromPhone: (message: PhoneToMain): void => {
      switch (message.type) {
        case 'levels':
          options.push('levels', { callId: message.callId, agent: message.agent, contact: message.contact });
          break;
        case 'devices':
          session.update({
            devices: { microphones: message.microphones, speakers: message.speakers, cameras: message.cameras },
          });
          if (message.microphones.length > 0) notices.withdraw('microphone-missing');
          break;
        case 'device.problem':
          notices.tell(message.problem, { label: message.label ?? '' });
          break;
        case 'registration':
          registration(message);
          queue.fromPhone(message);
          break;
        case 'call.reaction': {
          const { callId, reaction } = message;
          if (queue.views().calls.some(({ id }) => id === callId))
            options.push('reaction', { callId, from: 'contact', reaction });
          break;
        }
        case 'call.offered':
          queue.fromPhone(message);
          if (message.contactId !== null) void introduce(message.contactId);
          break;
        default:
          queue.fromPhone(message);
      }
    },
  };
}

/** {@link homeCountry}, looked up once for each number. */
function createHomeCountry(): typeof homeCountry {
  let known: { readonly number: string | null; readonly country: ReturnType<typeof homeCountry> } | null = null;
  return (number) => {
    if (known === null || known.number !== number) known = { number, country: homeCountry(number) };
    return known.country;
  };
}

function sipConnection({ state, cause }: Extract<PhoneToMain, { type: 'registration' }>): ConnectionPart {
  switch (state) {
    case 'registered':
      return { state: 'connected', reason: null };
    case 'connecting':
      return { state: 'connecting', reason: cause ?? 'registering' };
    case 'unregistered':
    case 'refused':
      return { state: 'offline', reason: cause ?? state };
    default:
      return unreachable(state);
  }
}

export type Calls = ReturnType<typeof createCalls>;
