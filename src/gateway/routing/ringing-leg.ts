import type { Clock } from '../platform/clock.ts';
import type { ClientTransaction } from '../sip/client-transaction.ts';
import { type DialogState, dialogFromResponse } from '../sip/dialog.ts';
import type { SipEndpoint } from '../sip/endpoint.ts';
import { inviteSequence } from '../sip/invite.ts';
import type { Binding } from '../sip/location.ts';
import { contentType, type Header, type SipResponse, type SipText } from '../sip/message.ts';
import { StrayLeg } from './stray-leg.ts';

export interface RingingLegEvents {
  /** The first 2xx with a usable answer. @returns whether this phone gets the call. */
  answered(leg: RingingLeg, state: DialogState, answerSdp: string): boolean;
  declined(leg: RingingLeg, status: number): void;
  /** The phone could not be rung or is not there any more. */
  failed(leg: RingingLeg): void;
  /** Why a phone that answers now, or comes back now, does not get the call; null: it still rings for it. */
  farewell(): readonly Header[] | null;
}

/** How an agent says no (RFC 3261 §21.4.18, §21.4.24, §21.6.2); everything else is a phone that cannot. */
const declines: ReadonlySet<number> = new Set([480, 486, 600, 603]);

/** One phone that rings for an incoming call: an INVITE on its way. */
export class RingingLeg {
  readonly id: string;
  readonly binding: Binding;
  private readonly endpoint: SipEndpoint;
  private readonly clock: Clock;
  private readonly domain: string;
  private readonly events: RingingLegEvents;
  private transaction: ClientTransaction | null = null;
  /** From 180 on: the dialog in which a phone that lost its socket can be told that it rings for nothing. */
  private early: DialogState | null = null;
  /** To tag of the 2xx that won: the same 2xx again is nothing new. */
  private wonBy: string | null = null;
  private cancelled = false;

  constructor(
    id: string,
    binding: Binding,
    endpoint: SipEndpoint,
    clock: Clock,
    domain: string,
    events: RingingLegEvents,
  ) {
    this.id = id;
    this.binding = binding;
    this.endpoint = endpoint;
    this.clock = clock;
    this.domain = domain;
    this.events = events;
  }

  start(invite: SipText): void {
    const transaction = this.endpoint.send(invite, this.binding.flow, {
      onProvisional: (response) => {
        this.early = dialogFromResponse(response, inviteSequence);
      },
      onFinal: (response) => this.finished(response),
      onFailed: (cause) => this.broken(cause),
    });
    this.transaction = transaction;
  }

  /** Stops the ringing. A 2xx that is already on its way is answered with ACK and BYE. */
  cancel(headers: readonly Header[]): void {
    this.cancelled = true;
    this.transaction?.cancel(headers);
  }

  private finished(response: SipResponse): void {
    if (response.status < 300) this.accepted(response);
    else if (this.cancelled) return;
    else if (declines.has(response.status)) this.events.declined(this, response.status);
    else this.events.failed(this);
  }

  private accepted(response: SipResponse): void {
    const state = dialogFromResponse(response, inviteSequence);
    if (state === null || (this.wonBy !== null && this.wonBy === response.toTag)) return;
    const usable = response.body !== '' && contentType(response) === 'application/sdp';
    if (usable && this.wonBy === null && this.events.answered(this, state, response.body)) {
      this.wonBy = response.toTag;
      return;
    }
    this.stray(state).refuse();
    if (!usable && !this.cancelled) this.events.failed(this);
  }

  private broken(cause: 'timeout' | 'flow-closed'): void {
    const { early } = this;
    if (cause === 'flow-closed' && early !== null) this.stray(early).awaitReturn();
    if (!this.cancelled) this.events.failed(this);
  }

  private stray(state: DialogState): StrayLeg {
    const { endpoint, clock, domain, binding } = this;
    return new StrayLeg({ endpoint, clock, domain, state, binding, farewell: () => this.events.farewell() });
  }
}
