import type { RawData, WebSocket } from 'ws';
import type { Clock, Timer } from '../platform/clock.ts';
import { guarded } from '../platform/guard.ts';
import type { GatewayLog } from '../platform/log.ts';
import { decodeUtf8 } from '../platform/utf8.ts';

/** A peer that shows no sign of life between two pings is gone: found out within twice this. */
export const pingIntervalMs = 10_000;
/** What a peer that reads nothing may pile up before it is cut off. */
const bufferedBytes = 4_194_304;
/** For a peer that does not answer the closing handshake. */
const closeLimitMs = 2_000;

export interface LiveSocketEvents {
  /** A frame of text, or of bytes that are UTF-8. */
  text(text: string): void;
  /** Bytes that are not UTF-8. */
  garbage(): void;
  closed(): void;
}

/** A WebSocket that is watched: dead and stuck peers are cut off, exceptions of its handlers stay here. */
export class LiveSocket {
  private readonly socket: WebSocket;
  private readonly clock: Clock;
  private readonly log: GatewayLog;
  private readonly events: LiveSocketEvents;
  private heard = true;
  private timer: Timer;
  private closing: Timer;
  private ended = false;

  constructor(socket: WebSocket, clock: Clock, log: GatewayLog, events: LiveSocketEvents) {
    this.socket = socket;
    this.clock = clock;
    this.log = log;
    this.events = events;
    socket.on('message', (data, isBinary) => this.receive(data, isBinary));
    socket.on('pong', () => {
      this.heard = true;
    });
    // What ws reports here (a bad frame, a reset connection) is always followed by 'close'.
    socket.on('error', (error) => log.warn(`socket: ${error.message}`));
    socket.on('close', () => {
      clock.clearTimeout(this.closing);
      this.end();
    });
    this.watch();
  }

  get open(): boolean {
    return !this.ended && this.socket.readyState === this.socket.OPEN;
  }

  /** @param sent called once the text is handed to the system, unless the socket has closed by then. */
  send(text: string, sent?: () => void): boolean {
    if (!this.open) return false;
    if (this.socket.bufferedAmount > bufferedBytes) {
      this.log.warn('socket: the peer does not read, it is cut off');
      this.socket.terminate();
      return false;
    }
    this.socket.send(text, (error) => {
      if (!error && sent !== undefined && this.open) guarded(this.log, 'a socket', sent);
    });
    return true;
  }

  /** Nothing more is received or reported but `closed`. */
  close(code: number, reason: string): void {
    if (this.ended) return;
    this.socket.close(code, reason);
    this.closing = this.clock.setTimeout(() => this.socket.terminate(), closeLimitMs);
    this.end();
  }

  private receive(data: RawData, isBinary: boolean): void {
    if (this.ended) return;
    this.heard = true;
    guarded(this.log, 'a message', () => {
      const text = isBinary ? decodeUtf8(bytesOf(data)) : String(data);
      if (text === null) this.events.garbage();
      else this.events.text(text);
    });
  }

  private watch(): void {
    this.timer = this.clock.setTimeout(() => {
      if (!this.heard) {
        this.log.warn('socket: the peer is dead');
        this.socket.terminate();
        return;
      }
      this.heard = false;
      if (this.open) this.socket.ping();
      this.watch();
    }, pingIntervalMs);
  }

  private end(): void {
    if (this.ended) return;
    this.ended = true;
    this.clock.clearTimeout(this.timer);
    guarded(this.log, 'closing a socket', () => this.events.closed());
  }
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}
