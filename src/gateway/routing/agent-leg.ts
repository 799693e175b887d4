import type { Reaction } from '#shared/contracts/reaction.ts';
import type { Result } from '#shared/result.ts';
import { RateLimit } from '../agents/rate-limit.ts';
import type { Clock, Timer } from '../clock.ts';
import type { GatewayLog } from '../log.ts';
import { allowHeader } from '../sip/build.ts';
import { Dialog, type DialogOwner, type DialogState } from '../sip/dialog.ts';
import { refuseMethod, type SipEndpoint } from '../sip/endpoint.ts';
import type { Flow } from '../sip/flow.ts';
import { answerPackage, infoPackage, reactionInfo } from '../sip/info-package.ts';
import type { Header } from '../sip/message.ts';
import type { ServerTransaction } from '../sip/server-transaction.ts';
import { sipTimers } from '../sip/timers.ts';
import { answerInfo, answerOffer, holdsOffer } from './in-dialog.ts';

export interface AgentLegEvents {
  /** The agent hung up, or its phone is gone for good. Not called after `hangUp`. */
  ended(cause: 'agent' | 'lost'): void;
  /** A re-offer; answers with the SDP for the agent. */
  renegotiate(offerSdp: string): Promise<Result<string>>;
  digits(digits: string): void;
  /** null: the contact takes none. */
  readonly react: ((reaction: Reaction) => void) | null;
}

export interface AgentLegOptions {
  readonly endpoint: SipEndpoint;
  readonly clock: Clock;
  readonly log: GatewayLog;
  readonly domain: string;
  readonly graceMs: number;
  readonly state: DialogState;
  readonly flow: Flow;
  readonly agentId: string;
  /** Whose INVITE made the dialog: to the agent's own one the phone owes an ACK. */
  readonly invitedBy: 'gateway' | 'agent';
  readonly events: AgentLegEvents;
}

/** Reactions of an agent: so many at once, and so many a second in the long run. */
const reactionBurst = 10;
const reactionsPerSecond = 4;

/** Responses after which a dialog is no more (RFC 5057 §5.1), of those that an UPDATE without an offer can get. */
const dialogIsGone: ReadonlySet<number> = new Set([404, 408, 410, 481, 604]);

/**
 * An answered call's dialog with the agent's phone. It belongs to the phone, not to the socket: after a drop the phone has `graceMs` to
 * come back, and is asked then whether it still knows the call.
 *
 *     up ──BYE from the agent, phone gone, no ACK──▶ over
 *      └──hangUp──▶ closing ──BYE answered, or nobody there for it──▶ over
 */
export class AgentLeg implements DialogOwner {
  readonly agentId: string;
  private readonly options: AgentLegOptions;
  private readonly dialog: Dialog;
  private state: 'up' | 'closing' | 'over' = 'up';
  private farewell: readonly Header[] = [];
  private reoffering = false;
  private readonly reactionLimit: RateLimit;
  private graceTimer: Timer;
  private ackTimer: Timer;

  constructor(options: AgentLegOptions) {
    this.options = options;
    this.agentId = options.agentId;
    this.reactionLimit = new RateLimit(options.clock, reactionBurst, reactionsPerSecond);
    this.dialog = new Dialog(options.state, options.flow, options.agentId, options.domain, this);
    options.endpoint.openDialog(this.dialog);
    if (options.invitedBy === 'gateway') options.endpoint.acknowledge(this.dialog);
    else this.awaitAck();
    if (!options.flow.open) this.lost();
  }

  /** Says goodbye, at once or when the phone is there again; nothing is reported any more. */
  hangUp(headers: readonly Header[] = []): void {
    if (this.state !== 'up') return;
    this.state = 'closing';
    this.farewell = headers;
    this.options.clock.clearTimeout(this.ackTimer);
    this.sendBye();
  }

  /** What the contact sends; without a word where the phone takes none, or is away: it is of the moment. */
  react(reaction: Reaction): void {
    if (this.state !== 'up' || !this.dialog.takesReactions || !this.dialog.flow.open) return;
    const { headers, body } = reactionInfo(reaction);
    const nobodyWaits = { onFinal: () => {}, onFailed: () => {} };
    this.options.endpoint.sendWithin(this.dialog, 'INFO', nobodyWaits, headers, body);
  }

  private sendBye(): void {
    const handlers = {
      onFinal: () => this.dispose(),
      onFailed: (cause: 'timeout' | 'flow-closed') => {
        if (cause === 'timeout') this.dispose();
        else this.awaitReturn();
      },
    };
    this.options.endpoint.sendWithin(this.dialog, 'BYE', handlers, this.farewell);
  }

  request(transaction: ServerTransaction): void {
    const { method } = transaction.request;
    if (method === 'BYE') {
      transaction.respond(200);
      this.end('agent');
    } else if (this.state !== 'up') transaction.respond(481);
    else {
      this.options.clock.clearTimeout(this.ackTimer);
      this.dispatch(transaction, method);
    }
  }

  private dispatch(transaction: ServerTransaction, method: string): void {
    if (method === 'INVITE') this.reoffer(transaction);
    else if (method === 'UPDATE' && holdsOffer(transaction.request)) this.reoffer(transaction);
    else if (method === 'UPDATE' || method === 'OPTIONS') transaction.respond(200, { headers: [allowHeader] });
    else if (method === 'INFO') this.inform(transaction);
    else refuseMethod(transaction);
  }

  private inform(transaction: ServerTransaction): void {
    const { digits, react } = this.options.events;
    const name = infoPackage(transaction.request);
    if (name === null) {
      answerInfo(transaction, digits);
      return;
    }
    const take = (reaction: Reaction): boolean => {
      const inTime = this.reactionLimit.take(1);
      if (inTime) react?.(reaction);
      return inTime;
    };
    answerPackage(transaction, name, react === null ? null : take);
  }

  /** One at a time: a second offer before the first is answered is refused (RFC 3261 §14.2). */
  private reoffer(transaction: ServerTransaction): void {
    if (this.reoffering) {
      transaction.respond(500, { headers: [{ name: 'Retry-After', value: '1' }] });
      return;
    }
    this.reoffering = true;
    const { domain, log, events } = this.options;
    answerOffer(transaction, domain, events.react !== null, (sdp) => events.renegotiate(sdp))
      .then(
        (accepted) => {
          if (!accepted || this.state !== 'up') return;
          this.dialog.retarget(transaction.request);
          if (transaction.request.method === 'INVITE') this.awaitAck();
        },
        (error: unknown) => {
          log.error(`a re-offer failed: ${String(error)}`);
          transaction.respond(500);
        },
      )
      .finally(() => {
        this.reoffering = false;
      });
  }

  private awaitAck(): void {
    const { clock } = this.options;
    clock.clearTimeout(this.ackTimer);
    this.ackTimer = clock.setTimeout(() => {
      this.options.log.warn('no ACK came for a 200: the call is ended');
      this.abandon();
    }, sipTimers.acknowledge);
  }

  acknowledged(): void {
    this.options.clock.clearTimeout(this.ackTimer);
  }

  lost(): void {
    this.awaitReturn();
  }

  private awaitReturn(): void {
    if (this.state === 'over') return;
    const { clock, graceMs } = this.options;
    clock.clearTimeout(this.graceTimer);
    this.graceTimer = clock.setTimeout(() => this.end('lost'), graceMs);
  }

  moved(heard: boolean): void {
    this.options.clock.clearTimeout(this.graceTimer);
    if (this.state === 'closing') this.sendBye();
    else if (this.state === 'up' && !heard) this.probe();
  }

  /**
   * The phone is back: the ACK may have been lost with the old socket, and a phone that was restarted knows nothing of the call. An
   * UPDATE without an offer (RFC 3311) changes nothing and is answered with 481 by those, or with 404 where it has another Contact now.
   */
  private probe(): void {
    if (this.options.invitedBy === 'gateway') this.options.endpoint.acknowledge(this.dialog);
    this.options.endpoint.sendWithin(this.dialog, 'UPDATE', {
      onFinal: ({ status }) => {
        if (dialogIsGone.has(status)) this.end('lost');
        else if (status < 300) this.acknowledged();
      },
      onFailed: (cause) => {
        if (cause === 'timeout') this.abandon();
      },
    });
  }

  /** The phone does not do its part: it is told, and the call is over. */
  private abandon(): void {
    if (this.state !== 'up') return;
    this.hangUp();
    this.options.events.ended('lost');
  }

  private end(cause: 'agent' | 'lost'): void {
    const wasUp = this.state === 'up';
    this.dispose();
    if (wasUp) this.options.events.ended(cause);
  }

  private dispose(): void {
    if (this.state === 'over') return;
    this.state = 'over';
    this.options.clock.clearTimeout(this.graceTimer);
    this.options.clock.clearTimeout(this.ackTimer);
    this.options.endpoint.closeDialog(this.dialog);
  }
}
