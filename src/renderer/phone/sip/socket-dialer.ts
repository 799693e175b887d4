import { closeCodes } from '#shared/contracts/agent.ts';
import { reconnectDelay } from './back-off.ts';
import { abandon, type OpenSocket, type WireSocket } from './wire-socket.ts';

export interface DialerOptions {
  /** The address for the next attempt; null: none can be had now. */
  readonly nextUrl: () => Promise<string | null>;
  readonly open: OpenSocket;
  readonly random: () => number;
  /** Milliseconds on a clock that never jumps back. */
  readonly now: () => number;
  readonly onOpen: (socket: WireSocket) => void;
  readonly onFailure: (reason: string) => void;
}

interface Attempt {
  socket: WireSocket | null;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * While packets vanish an attempt that began before the network is back hangs on TCP's growing pauses: a fresh one beside it is
 * quicker. So many stay open at once that TCP, TLS and the upgrade have their time on a slow line too.
 */
const attemptsAtOnce = 3;
const staggerMs = { atFirst: 1500, later: 5000 } as const;
const impatientMs = 60_000;
const attemptLimitMs = 15_000;
/** The server asked for distance (too many connections, or another window took this place). */
const unwelcomeDelayMs = 5000;

/**
 * Opens a WebSocket, again and again until one stands. Attempts that get no answer overlap, so that the first packet that comes
 * through after a cut wins; attempts that fail are spaced by {@link reconnectDelay}.
 */
export class SocketDialer {
  readonly #options: DialerOptions;
  readonly #attempts = new Set<Attempt>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #count = 0;
  #since = 0;
  #dialing = false;

  constructor(options: DialerOptions) {
    this.#options = options;
  }

  get dialing(): boolean {
    return this.#dialing;
  }

  /**
   * Begins, with the quick attempts first. Without effect while it already dials.
   * @param closeCode with which the server closed the last connection; 0: there was none
   */
  start(closeCode = 0): void {
    if (this.#dialing) return;
    this.#dialing = true;
    this.#restartBackOff();
    this.#schedule(this.#delayAfter(closeCode));
  }

  /** The network is back or awake: tries at once, and quickly again if that fails. */
  hurry(): void {
    if (!this.#dialing) return;
    this.#restartBackOff();
    this.#dial();
  }

  stop(): void {
    this.#dialing = false;
    clearTimeout(this.#timer);
    for (const attempt of [...this.#attempts]) this.#drop(attempt);
  }

  #restartBackOff(): void {
    this.#count = 0;
    this.#since = this.#options.now();
  }

  #schedule(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#dial(), delay);
  }

  #dial(): void {
    if (this.#attempts.size >= attemptsAtOnce) this.#drop(this.#oldest());
    const attempt: Attempt = { socket: null, timer: undefined };
    attempt.timer = setTimeout(() => this.#failed(attempt, 'no answer from the server'), attemptLimitMs);
    this.#attempts.add(attempt);
    this.#count += 1;
    this.#schedule(this.#elapsed() < impatientMs ? staggerMs.atFirst : staggerMs.later);
    void this.#open(attempt);
  }

  async #open(attempt: Attempt): Promise<void> {
    const url = await this.#options.nextUrl().catch(() => null);
    if (!this.#attempts.has(attempt)) return;
    if (url === null) {
      this.#failed(attempt, 'no ticket for the connection');
      return;
    }
    try {
      attempt.socket = this.#options.open(url);
    } catch (error) {
      this.#failed(attempt, `cannot connect: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    const socket = attempt.socket;
    socket.onopen = () => this.#opened(attempt, socket);
    socket.onclose = ({ code, reason }) => this.#failed(attempt, describeClose(code, reason), code);
  }

  #opened(attempt: Attempt, socket: WireSocket): void {
    clearTimeout(attempt.timer);
    this.#attempts.delete(attempt);
    this.stop();
    this.#options.onOpen(socket);
  }

  #failed(attempt: Attempt, reason: string, code = 0): void {
    if (!this.#attempts.has(attempt)) return;
    this.#drop(attempt);
    if (!this.#dialing) return;
    if (this.#attempts.size === 0) this.#schedule(this.#delayAfter(code));
    this.#options.onFailure(reason);
  }

  #delayAfter(code: number): number {
    const delay = reconnectDelay(this.#count, this.#elapsed(), this.#options.random);
    return isUnwelcome(code) ? Math.max(delay, unwelcomeDelayMs) : delay;
  }

  #elapsed(): number {
    return this.#options.now() - this.#since;
  }

  #oldest(): Attempt | undefined {
    return this.#attempts.values().next().value;
  }

  #drop(attempt: Attempt | undefined): void {
    if (attempt === undefined) return;
    clearTimeout(attempt.timer);
    this.#attempts.delete(attempt);
    if (attempt.socket !== null) abandon(attempt.socket);
  }
}

/** Did the server close a connection in order to have fewer of them? */
const isUnwelcome = (code: number): boolean => code === closeCodes.tooFast || code === closeCodes.replaced;

export const describeClose = (code: number, reason: string): string =>
  reason === '' ? `connection closed (${code})` : `connection closed (${code} ${reason})`;
