import { unreachable } from '#shared/never.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { SessionPort } from './jssip-port.ts';

export type Change = 'hold' | 'resume' | 'restart-ice';

/** The far end may be in the middle of its own re-INVITE, which takes a round trip. */
const readyLimitMs = 3000;
const readyPollMs = 50;
/** A re-INVITE needs no person to answer it. */
const answerLimitMs = 12_000;
/** RFC 3261 §14.1: after a collision both sides wait for a time that differs. */
const collisionDelayMs = [200, 1500] as const;

/**
 * Re-INVITEs of one session, one after the other. JsSIP refuses a second one while another is under way, and changes its state before
 * the far end agreed: a refused change is taken back here.
 */
export class Renegotiation {
  readonly #session: SessionPort;
  readonly #isOnline: () => boolean;
  readonly #random: () => number;
  #queue: Promise<unknown> = Promise.resolve();
  #settle: ((result: Result<null>) => void) | null = null;
  #over = false;
  #uncertain = false;
  #collided = false;

  constructor(session: SessionPort, isOnline: () => boolean, random: () => number) {
    this.#session = session;
    this.#isOnline = isOnline;
    this.#random = random;
  }

  /** An offer was under way when the connection broke: the two sides may disagree until the next one. */
  get uncertain(): boolean {
    return this.#uncertain;
  }

  /** `rejected`: the far end did not agree and everything is as before. */
  run(change: Change): Promise<Result<null>> {
    const result = this.#queue.then(() => this.#perform(change));
    this.#queue = result;
    return result;
  }

  /**
   * An offer of the far end came in. True where it must be refused (491), for ours is under way: JsSIP would answer 491 and yet apply
   * it, which leaves the two sides with different ideas of the call.
   */
  collides(): boolean {
    if (this.#settle === null) return false;
    this.#collided = true;
    return true;
  }

  refused(): void {
    this.#settle?.(fail('rejected', 'the far end did not accept the change'));
  }

  /** The connection broke; whether the far end got the offer is not known. */
  interrupted(): void {
    if (this.#settle === null) return;
    this.#uncertain = true;
    this.#settle(fail('offline', 'the connection was lost meanwhile'));
  }

  end(): void {
    this.#over = true;
    this.#settle?.(fail('gone'));
  }

  async #perform(change: Change): Promise<Result<null>> {
    const before = this.#session.isOnHold().local;
    if ((change === 'hold' && before) || (change === 'resume' && !before)) return ok(null);
    const first = await this.#attempt(change, before);
    if (first.ok || first.error.code !== 'rejected' || !this.#collided) return first;
    const [shortest, longest] = collisionDelayMs;
    await pause(shortest + this.#random() * (longest - shortest));
    return this.#attempt(change, before);
  }

  async #attempt(change: Change, heldBefore: boolean): Promise<Result<null>> {
    this.#collided = false;
    const result = await this.#begin(change);
    if (result.ok) this.#uncertain = false;
    else if (!this.#over) await this.#takeBack(heldBefore);
    return result;
  }

  async #begin(change: Change): Promise<Result<null>> {
    for (let waited = 0; ; waited += readyPollMs) {
      if (this.#over) return fail('gone');
      if (!this.#isOnline()) return fail('offline', 'no connection to the server');
      const outcome = this.#offer(change);
      if (outcome !== null) return outcome;
      if (waited >= readyLimitMs) return fail('timeout', 'another change of the call is still under way');
      await pause(readyPollMs);
    }
  }

  /** null: JsSIP is not ready for another offer. */
  #offer(change: Change): Promise<Result<null>> | null {
    const answered = new Promise<Result<null>>((resolve) => {
      const limit = setTimeout(() => this.#settle?.(fail('timeout', 'the far end does not answer')), answerLimitMs);
      this.#settle = (result) => {
        clearTimeout(limit);
        this.#settle = null;
        resolve(result);
      };
    });
    if (this.#start(change, () => this.#settle?.(ok(null)))) return answered;
    this.#settle?.(fail('internal'));
    return null;
  }

  #start(change: Change, done: () => void): boolean {
    switch (change) {
      case 'hold':
        return this.#session.hold({}, done);
      case 'resume':
        return this.#session.unhold({}, done);
      case 'restart-ice':
        this.#session._iceReady = false;
        return this.#session.renegotiate({ rtcOfferConstraints: { iceRestart: true } }, done);
      default:
        return unreachable(change);
    }
  }

  async #takeBack(held: boolean): Promise<void> {
    const { connection } = this.#session;
    if (connection?.signalingState === 'have-local-offer') {
      await connection.setLocalDescription({ type: 'rollback' }).catch(() => undefined);
    }
    if (this.#over || this.#session._localHold === held) return;
    this.#session._localHold = held;
    this.#session._setLocalMediaStatus();
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
