import type { Clock, Timer } from '../platform/clock.ts';
import { Dialog, type DialogOwner, type DialogState } from '../sip/dialog.ts';
import type { SipEndpoint } from '../sip/endpoint.ts';
import type { Binding } from '../sip/location.ts';
import type { Header } from '../sip/message.ts';
import type { ServerTransaction } from '../sip/server-transaction.ts';
import { sipTimers } from '../sip/timers.ts';

export interface StrayLegOptions {
  readonly endpoint: SipEndpoint;
  readonly clock: Clock;
  readonly domain: string;
  readonly state: DialogState;
  readonly binding: Binding;
  /** See {@link RingingLegEvents.farewell}. */
  readonly farewell: () => readonly Header[] | null;
}

/**
 * A dialog that must not become a call: of a phone that answered too late, or of one that rang when its socket closed and may come back
 * still ringing. It is told by BYE, which may end an early dialog too (RFC 3261 §15).
 */
export class StrayLeg implements DialogOwner {
  private readonly options: StrayLegOptions;
  private readonly dialog: Dialog;
  private readonly timer: Timer;

  constructor(options: StrayLegOptions) {
    const { endpoint, clock, domain, state, binding } = options;
    this.options = options;
    this.dialog = new Dialog(state, binding.flow, binding.agentId, domain, this);
    endpoint.openDialog(this.dialog);
    this.timer = clock.setTimeout(() => this.dispose(), sipTimers.transaction);
  }

  /** The phone answered: ACK, because a 2xx wants one, then BYE. */
  refuse(): void {
    this.options.endpoint.acknowledge(this.dialog);
    this.sendBye(this.options.farewell() ?? []);
  }

  /** The phone is away: once it is back, it is told if the call does not ring any more. If it does, it is rung anew instead. */
  awaitReturn(): void {
    if (this.dialog.flow.open) this.moved();
  }

  private sendBye(headers: readonly Header[]): void {
    const handlers = {
      onFinal: () => this.dispose(),
      onFailed: (cause: 'timeout' | 'flow-closed') => {
        if (cause === 'timeout') this.dispose();
      },
    };
    this.options.endpoint.sendWithin(this.dialog, 'BYE', handlers, headers);
  }

  request(transaction: ServerTransaction): void {
    if (transaction.request.method !== 'BYE') {
      transaction.respond(481);
      return;
    }
    transaction.respond(200);
    this.dispose();
  }

  acknowledged(): void {
    // Nobody waits for an ACK here.
  }

  lost(): void {
    // The timer forgets a phone that does not come back.
  }

  moved(): void {
    const headers = this.options.farewell();
    if (headers === null) this.dispose();
    else this.sendBye(headers);
  }

  private dispose(): void {
    this.options.clock.clearTimeout(this.timer);
    this.options.endpoint.closeDialog(this.dialog);
  }
}
