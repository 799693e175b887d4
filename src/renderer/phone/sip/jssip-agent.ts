import type { CallKind } from '#shared/contracts/identifiers.ts';
import { type PhoneAccount, sipHeaders } from '#shared/contracts/phone.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { JsSipCall } from './jssip-call.ts';
import { createUserAgent, type SessionPort, type SipMessagePort, type UserAgentPort } from './jssip-port.ts';
import { LiveSocket } from './live-socket.ts';
import { readOffer } from './offer.ts';
import { takesReactionsHeader } from './reactions.ts';
import { keepRegistered, type RegistrationKeeper } from './registration-keeper.ts';
import type { PlaceRequest, SipAgent, SipAgentEvents, SipCall, SipCallEvents } from './sip-agent.ts';
import type { OpenSocket } from './wire-socket.ts';

export interface JsSipAgentOptions {
  readonly account: PhoneAccount;
  readonly events: SipAgentEvents;
  /** A connection address with a ticket (gateway mode); null: none can be had now. */
  readonly ticket: () => Promise<string | null>;
  readonly open: OpenSocket;
  readonly random: () => number;
  readonly newId: () => string;
}

/** More than a team can look at; a server that offers more is broken or hostile. */
const offersAtOnce = 64;
const farewellLimitMs = 1000;

/** Starts an agent with JsSIP behind it. `invalid`: the account holds something that cannot be used, named in `detail`. */
export function startJsSipAgent(options: JsSipAgentOptions): Result<SipAgent> {
  try {
    return ok(new JsSipAgent(options));
  } catch (error) {
    return fail('invalid', error instanceof Error ? error.message : String(error));
  }
}

class JsSipAgent implements SipAgent {
  readonly #options: JsSipAgentOptions;
  readonly #socket: LiveSocket;
  readonly #agent: UserAgentPort;
  readonly #registration: RegistrationKeeper;
  readonly #calls = new Map<string, JsSipCall>();
  #account: PhoneAccount;

  constructor(options: JsSipAgentOptions) {
    const { account, events } = options;
    this.#options = options;
    this.#account = account;
    this.#socket = new LiveSocket({
      server: account.server,
      nextUrl: () => (account.mode === 'gateway' ? options.ticket() : Promise.resolve(account.server)),
      open: options.open,
      random: options.random,
      now: () => performance.now(),
      wallClock: () => Date.now(),
      probe: () => this.#agent.sendOptions(this.#agent.configuration.registrar_server),
      onTrouble: (reason) => this.#registration.disconnected(reason),
      log: (text) => events.log('warn', text),
    });
    this.#agent = createUserAgent({ ...account, socket: this.#socket });
    this.#registration = keepRegistered({
      agent: this.#agent,
      password: account.password,
      recycle: (reason) => this.#socket.recycle(reason),
      report: events.registration,
      random: options.random,
    });
    this.#agent.on('newRTCSession', ({ originator, session, request }) => {
      if (originator === 'remote') this.#offered(session, request);
    });
    this.#agent.on('disconnected', () => {
      for (const call of this.#calls.values()) call.serverLost();
    });
    this.#agent.on('registered', () => {
      for (const call of this.#calls.values()) call.serverBack();
    });
    this.#agent.start();
  }

  adopt(account: PhoneAccount): boolean {
    if (!sameRegistration(this.#account, account)) return false;
    if (account.displayName !== this.#account.displayName) this.#agent.set('display_name', account.displayName);
    this.#account = account;
    return true;
  }

  kindOf(kind: CallKind): CallKind {
    return this.#account.video ? kind : 'voice';
  }

  place(request: PlaceRequest, events: SipCallEvents): Result<SipCall> {
    if (!this.#agent.isConnected()) return fail('offline', 'no connection to the server');
    if (this.#calls.has(request.callId)) return fail('invalid', 'there is a call with this id');
    const call = this.#newCall(request.callId, 'outgoing', request.kind);
    call.events = events;
    try {
      const session = this.#agent.call(request.target.uri, {
        mediaStream: request.stream,
        mediaConstraints: { audio: true, video: false },
        pcConfig: this.#connectionSettings(),
        extraHeaders: this.#account.mode === 'gateway' ? gatewayHeaders(request) : [],
        eventHandlers: { peerconnection: ({ peerconnection }) => call.connected(peerconnection) },
      });
      call.attach(session);
      this.#calls.set(call.callId, call);
      return ok(call);
    } catch (error) {
      // JsSIP's message repeats the address, which has no place in a log.
      return fail('invalid', `cannot call this address (${error instanceof Error ? error.name : 'unknown'})`);
    }
  }

  reconnect(): void {
    this.#socket.checkNow();
    this.#registration.refresh();
    for (const call of this.#calls.values()) call.networkChanged();
  }

  async stop(): Promise<void> {
    this.#registration.stop();
    for (const call of [...this.#calls.values()]) call.leave();
    if (this.#agent.isRegistered()) {
      const gone = new Promise<void>((resolve) => {
        this.#agent.on('unregistered', () => resolve());
        setTimeout(resolve, farewellLimitMs);
      });
      this.#agent.unregister();
      await gone;
    }
    this.#agent.stop();
    this.#socket.disconnect();
  }

  #offered(session: SessionPort, request: SipMessagePort): void {
    const { uri, display_name } = session.remote_identity;
    const from = { user: uri.user, host: uri.host, displayName: display_name };
    const read = readOffer({ header: (name) => request.getHeader(name), from }, this.#options.newId);
    const offer = { ...read, kind: this.kindOf(read.kind) };
    const known = this.#calls.get(offer.callId);
    if (known?.stale === true) {
      known.attach(session);
    } else if (known !== undefined) {
      session.terminate({ status_code: 482, reason_phrase: 'Loop Detected' });
    } else if (this.#calls.size >= offersAtOnce) {
      session.terminate({ status_code: 486 });
    } else {
      const call = this.#newCall(offer.callId, 'incoming', offer.kind);
      call.attach(session);
      this.#calls.set(call.callId, call);
      call.events = this.#options.events.offered(offer, call);
      call.reactions.look(request);
    }
  }

  #newCall(callId: string, direction: 'incoming' | 'outgoing', kind: CallKind): JsSipCall {
    const call: JsSipCall = new JsSipCall(callId, direction, kind, {
      isOnline: () => this.#agent.isConnected(),
      random: this.#options.random,
      reactions: this.#account.mode === 'gateway',
      connectionSettings: () => this.#connectionSettings(),
      log: this.#options.events.log,
      onOver: () => {
        if (this.#calls.get(callId) === call) this.#calls.delete(callId);
      },
    });
    return call;
  }

  #connectionSettings(): RTCConfiguration {
    const iceServers = this.#account.iceServers.map(({ urls, username, credential }) => ({
      urls,
      ...(username === undefined ? {} : { username }),
      ...(credential === undefined ? {} : { credential }),
    }));
    return { iceServers, bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' };
  }
}

/** Same address of record on the same server: the registration can stay. A gateway's address comes with each ticket. */
function sameRegistration(one: PhoneAccount, other: PhoneAccount): boolean {
  return (
    one.mode === other.mode &&
    one.uri === other.uri &&
    one.username === other.username &&
    one.password === other.password &&
    one.instanceId === other.instanceId &&
    (one.mode === 'gateway' || one.server === other.server)
  );
}

function gatewayHeaders({ callId, target, kind }: PlaceRequest): readonly string[] {
  const headers = [`${sipHeaders.callId}: ${callId}`, `${sipHeaders.kind}: ${kind}`, takesReactionsHeader];
  return target.contactId === null
    ? headers
    : [...headers, `${sipHeaders.contactId}: ${encodeURIComponent(target.contactId)}`];
}
