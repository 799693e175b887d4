import type { Reaction } from '#shared/contracts/reaction.ts';
import { providerError } from '#shared/domain/rules/provider-errors.ts';
import { ruleReason } from '#shared/domain/rules/rule-reason.ts';
import { type ErrorCode, fail } from '#shared/result.ts';
import type { Timer } from '../clock.ts';
import type { ProviderRefusal } from '../connectors/connector.ts';
import { afterwards, settled } from '../guard.ts';
import { dialogFromRequest } from '../sip/dialog.ts';
import { recvInfoHeaders } from '../sip/info-package.ts';
import { gatewayContact, sdpType } from '../sip/invite.ts';
import { sipReason } from '../sip/reasons.ts';
import type { ServerTransaction } from '../sip/server-transaction.ts';
import { AgentLeg } from './agent-leg.ts';
import type { CallIdentity, CallResult } from './call-facts.ts';
import { type CallContext, release, renegotiate } from './context.ts';

/** What the agent's phone is told where the connector refuses to place the call; the detail goes along as reason phrase. */
const statusOf: Readonly<Partial<Record<ErrorCode, number>>> = {
  busy: 486,
  gone: 480,
  'not-found': 404,
  forbidden: 403,
  rejected: 403,
  invalid: 488,
  media: 488,
  unsupported: 488,
  offline: 503,
  timeout: 504,
};

/** The phone tells them apart by status: 603 declined, 480 no answer, 404 unreachable. */
const refusals = {
  declined: { status: 603, reason: 'The contact declined', outcome: 'missed' },
  'no-answer': { status: 480, reason: 'No answer', outcome: 'missed' },
  unreachable: { status: 404, reason: 'The contact cannot be reached', outcome: 'failed' },
} as const;

/**
 * An agent calls a contact.
 *
 *     placing ──the contact's phone rings: 180──▶ placing ──it answers: 200──▶ up ──either side hangs up──▶ over
 *        └──refused, cancelled, time over──▶ over
 */
export class OutgoingCall {
  readonly identity: CallIdentity;
  private readonly context: CallContext;
  private readonly transaction: ServerTransaction;
  private readonly agentId: string;
  private phase: 'placing' | 'up' | 'over' = 'placing';
  private leg: AgentLeg | null = null;
  private answeredAt = 0;
  private limit: Timer;

  constructor(
    identity: Omit<CallIdentity, 'direction'>,
    agentId: string,
    transaction: ServerTransaction,
    context: CallContext,
  ) {
    this.identity = { ...identity, direction: 'business-initiated' };
    this.agentId = agentId;
    this.transaction = transaction;
    this.context = context;
  }

  start(): void {
    const { clock, log, limits, connector, store, calling } = this.context;
    const { callId, contactId, kind } = this.identity;
    this.transaction.onCancel = () => this.giveUp(487);
    this.transaction.onLost = () => this.giveUp(487);
    this.transaction.respond(100);
    this.limit = clock.setTimeout(() => this.expire(), limits.place);
    store.publish({ do: 'call.open', call: { ...this.identity, answeredAt: null, agent: this.agentName() } });
    const offerSdp = this.transaction.request.body;
    const placed = settled(clock, log, limits.connector, async () => {
      const result = await connector.placeCall({ callId, contactId, kind, offerSdp });
      if (!result.ok) return result;
      if (result.value !== null) this.providerRefused(result.value);
      else if (this.phase === 'over') {
        // Given up meanwhile, perhaps before there was anything that could be hung up.
        this.releaseContact();
        calling.records.takenTooLate(this.identity);
      } else calling.records.taken(this.identity);
      return result;
    });
    afterwards(log, `placing ${callId}`, placed, (result) => {
      if (this.phase !== 'placing' || result.ok) return;
      const { code, detail } = result.error;
      if (code === 'timeout') this.releaseContact();
      this.refuse(statusOf[code] ?? 500, detail ?? code, { outcome: 'failed', agent: this.agentName() });
    });
  }

  private providerRefused(said: ProviderRefusal): void {
    const agent = this.agentName();
    const { rule, advice } = providerError(said.code);
    if (this.phase === 'over') this.context.calling.records.providerRefused(this.identity, said);
    else if (advice === 'try-again') this.refuse(503, ruleReason(rule), { outcome: 'failed', agent });
    else this.refuse(403, ruleReason(rule), { outcome: 'refused', agent, said });
  }

  ringing(): void {
    if (this.phase === 'placing') this.transaction.respond(180, { headers: [gatewayContact(this.context.domain)] });
  }

  answered(answerSdp: string): void {
    if (this.phase !== 'placing') return;
    const { clock, domain, calling, connector } = this.context;
    const state = dialogFromRequest(this.transaction.request, this.transaction.localTag);
    const headers = [gatewayContact(domain), ...recvInfoHeaders(connector.takesReactions), sdpType];
    if (state === null || !this.transaction.respond(200, { headers, body: answerSdp })) {
      this.giveUp(500);
      return;
    }
    clock.clearTimeout(this.limit);
    this.phase = 'up';
    this.answeredAt = clock.now();
    this.context.up();
    this.leg = this.openLeg(state);
    calling.records.answered(this.identity, this.answeredAt, { id: this.agentId, name: this.agentName() });
  }

  private openLeg(state: NonNullable<ReturnType<typeof dialogFromRequest>>): AgentLeg {
    const { clock, log, endpoint, domain, limits, connector } = this.context;
    const { callId } = this.identity;
    return new AgentLeg({
      endpoint,
      clock,
      log,
      domain,
      graceMs: limits.grace,
      state,
      flow: this.transaction.flow,
      agentId: this.agentId,
      invitedBy: 'agent',
      events: {
        ended: () => {
          this.releaseContact();
          this.finish(this.talked());
        },
        renegotiate: (offerSdp) =>
          this.phase === 'up' ? renegotiate(this.context, callId, offerSdp) : Promise.resolve(fail('gone')),
        digits: (digits) => connector.digits(callId, digits),
        react: connector.takesReactions ? (reaction) => connector.react(callId, reaction) : null,
      },
    });
  }

  contactReacted(reaction: Reaction): void {
    this.leg?.react(reaction);
  }

  /** The contact does not take the call. */
  refused(cause: 'declined' | 'no-answer' | 'unreachable'): void {
    if (this.phase !== 'placing') return;
    const { status, reason, outcome } = refusals[cause];
    this.refuse(status, reason, { outcome, agent: this.agentName() });
  }

  private refuse(status: number, reason: string, result: CallResult): void {
    this.transaction.respond(status, { reason, headers: [{ name: 'Reason', value: sipReason(status, reason) }] });
    this.finish(result);
  }

  /** The contact hung up; before the answer: the provider ended the attempt. */
  contactEnded(): void {
    if (this.phase === 'up') {
      this.leg?.hangUp();
      this.finish(this.talked());
    } else if (this.phase === 'placing') {
      this.refuse(480, 'The call could not be completed', { outcome: 'failed', agent: this.agentName() });
    }
  }

  /** The agent does not wait any longer, or its phone is gone. */
  private giveUp(status: number): void {
    if (this.phase !== 'placing') return;
    this.releaseContact();
    this.transaction.respond(status);
    this.finish({ outcome: 'missed', agent: this.agentName() });
  }

  private expire(): void {
    this.releaseContact();
    this.refused('no-answer');
  }

  ringAgent(): void {
    // Rings at the contact's, not at the agents'.
  }

  /** Both sides are connected. */
  get isUp(): boolean {
    return this.phase === 'up';
  }

  /** Whether the agent is busy with this call. */
  isWith(agentId: string): boolean {
    return this.agentId === agentId && this.phase !== 'over';
  }

  stop(): void {
    if (this.phase === 'placing') {
      this.releaseContact();
      this.refuse(503, 'The gateway is shutting down', { outcome: 'failed', agent: this.agentName() });
    } else if (this.phase === 'up') {
      this.releaseContact();
      this.leg?.hangUp();
      this.finish(this.talked());
    }
  }

  private releaseContact(): void {
    const { connector, log } = this.context;
    release(log, () => connector.hangUp(this.identity.callId));
  }

  private talked(): CallResult {
    const durationMs = Math.max(0, this.context.clock.now() - this.answeredAt);
    return { outcome: 'answered', agent: this.agentName(), durationMs };
  }

  private agentName(): string {
    return this.context.agentName(this.agentId);
  }

  private finish(result: CallResult): void {
    if (this.phase === 'over') return;
    this.phase = 'over';
    this.context.clock.clearTimeout(this.limit);
    this.context.over(this.identity, result);
  }
}
