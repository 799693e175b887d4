import { hurriedLimitMs, type Liveness, watchLiveness } from './liveness.ts';
import { describeClose, SocketDialer } from './socket-dialer.ts';
import { abandon, type OpenSocket, socketOpen, type WireSocket } from './wire-socket.ts';

export interface LiveSocketOptions {
  /** The configured address. */
  readonly server: string;
  /** The address for the next attempt, with a fresh ticket where one is needed. */
  readonly nextUrl: () => Promise<string | null>;
  readonly open: OpenSocket;
  readonly random: () => number;
  /** Milliseconds on a clock that never jumps. */
  readonly now: () => number;
  /** Milliseconds on a clock that goes on while the machine sleeps. */
  readonly wallClock: () => number;
  /** Sends a SIP request that the server will answer. */
  readonly probe: () => void;
  /** An attempt to connect failed, or the connection was lost. */
  readonly onTrouble: (reason: string) => void;
  readonly log: (text: string) => void;
}

/**
 * The socket that JsSIP is given (its interface `Socket`). It stays connected by itself: JsSIP hears `onconnect` and `ondisconnect` in
 * turn and never needs to reconnect, which it would do after two seconds at the earliest.
 */
export class LiveSocket {
  readonly url: string;
  readonly sip_uri: string;
  via_transport: string;

  // JsSIP's transport puts its own functions here.
  onconnect: () => void = () => {};
  ondisconnect: (error: boolean, code?: number, reason?: string) => void = () => {};
  ondata: (data: string | ArrayBuffer) => void = () => {};

  readonly #options: LiveSocketOptions;
  readonly #dialer: SocketDialer;
  #socket: WireSocket | null = null;
  #liveness: Liveness | null = null;
  #wanted = false;

  constructor(options: LiveSocketOptions) {
    this.#options = options;
    this.url = options.server;
    const { protocol, host } = new URL(options.server);
    this.via_transport = protocol === 'wss:' ? 'WSS' : 'WS';
    this.sip_uri = `sip:${host};transport=ws`;
    const { nextUrl, open, random, now, onTrouble } = options;
    this.#dialer = new SocketDialer({
      nextUrl,
      open,
      random,
      now,
      onOpen: (socket) => this.#opened(socket),
      onFailure: onTrouble,
    });
  }

  connect(): void {
    this.#wanted = true;
    if (this.#socket === null) this.#dialer.start();
  }

  disconnect(): void {
    this.#wanted = false;
    this.#dialer.stop();
    this.#forget();
  }

  /** False: not sent, and the sender must not expect an answer. */
  send(message: string): boolean {
    if (this.#socket?.readyState !== socketOpen) return false;
    try {
      this.#socket.send(message);
      return true;
    } catch (error) {
      this.#options.log(`socket refused a message: ${String(error)}`);
      return false;
    }
  }

  isConnected(): boolean {
    return this.#socket !== null;
  }

  isConnecting(): boolean {
    return this.#dialer.dialing;
  }

  /** Gives the connection up and opens another one. */
  recycle(reason: string): void {
    if (this.#socket !== null) this.#lost(1006, reason);
  }

  /** The network changed or the machine woke up: an open connection must prove itself, a missing one is opened at once. */
  checkNow(): void {
    if (this.#liveness !== null) this.#liveness.check(hurriedLimitMs);
    else this.#dialer.hurry();
  }

  #opened(socket: WireSocket): void {
    this.#socket = socket;
    this.#liveness = watchLiveness({
      send: (data) => this.send(data),
      probe: this.#options.probe,
      onDead: (reason) => this.#lost(1006, reason),
      now: this.#options.wallClock,
    });
    socket.onmessage = ({ data }) => this.#received(data);
    socket.onclose = ({ code, reason }) => this.#lost(code, describeClose(code, reason));
    this.onconnect();
  }

  #received(data: unknown): void {
    this.#liveness?.heard();
    if (typeof data !== 'string' && !(data instanceof ArrayBuffer)) return;
    try {
      this.ondata(data);
    } catch (error) {
      // One message that trips the parser must not cost the connection.
      this.#options.log(`message not understood: ${String(error)}`);
    }
  }

  #lost(code: number, reason: string): void {
    this.#forget();
    this.#options.onTrouble(reason);
    this.ondisconnect(true, code, reason);
    if (this.#wanted) this.#dialer.start(code);
  }

  #forget(): void {
    this.#liveness?.stop();
    this.#liveness = null;
    if (this.#socket !== null) abandon(this.#socket);
    this.#socket = null;
  }
}
