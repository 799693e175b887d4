import type { Clock, Timer } from '../platform/clock.ts';
import type { GatewayStore } from '../store/gateway-store.ts';
import type { CallIdentity } from './call-facts.ts';

/** What a call can have lasted longer than is written down, where the gateway dies. */
const everyMs = 5_000;

/** Writes down every few seconds which calls are up, so that a gateway that died knows how long they certainly lasted. */
export class LastSeen {
  private readonly clock: Clock;
  private readonly store: GatewayStore;
  private readonly upCalls: () => readonly { readonly identity: CallIdentity }[];
  private timer: Timer;

  constructor(clock: Clock, store: GatewayStore, upCalls: LastSeen['upCalls']) {
    this.clock = clock;
    this.store = store;
    this.upCalls = upCalls;
  }

  /** One is up, or over. */
  callsChanged(): void {
    const isNeeded = this.upCalls().length > 0;
    if (isNeeded) this.timer ??= this.clock.setTimeout(() => this.note(), everyMs);
    else this.stop();
  }

  private note(): void {
    this.timer = undefined;
    const callIds = this.upCalls().map(({ identity }) => identity.callId);
    if (callIds.length > 0) this.store.publish({ do: 'call.seen', callIds, at: this.clock.now() });
    this.callsChanged();
  }

  private stop(): void {
    this.clock.clearTimeout(this.timer);
    this.timer = undefined;
  }
}
