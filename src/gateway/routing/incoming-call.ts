import type { Reaction } from '#shared/contracts/reaction.ts';
import { fail } from '#shared/result.ts';
import type { Timer } from '../clock.ts';
import type { IncomingCall as IncomingCallOffer } from '../connectors/connector.ts';
import { afterwards, settled } from '../guard.ts';
import type { DialogState } from '../sip/dialog.ts';
import type { Binding } from '../sip/location.ts';
import type { Header } from '../sip/message.ts';
import { completedElsewhere } from '../sip/reasons.ts';
import { AgentLeg } from './agent-leg.ts';
import { type CallIdentity, type CallResult, settledEvent } from './call-facts.ts';
import { type Colleague, ColleagueLeg, type ColleagueLegEvents } from './colleague-leg.ts';
import { type CallContext, release, renegotiate } from './context.ts';
import { incomingInvite } from './incoming-invite.ts';
import { type NobodyLeft, RingPlan } from './ring-plan.ts';
import { RingingLeg, type RingingLegEvents } from './ringing-leg.ts';

const elsewhere: readonly Header[] = [{ name: 'Reason', value: completedElsewhere }];

/**
 * A contact calls: the agents whom the plan names are rung, the first 200 gets it.
 *
 *     ringing ──first 200──▶ answering ──connector has the answer──▶ up ──either side hangs up──▶ over
 *        └──nobody left, contact gives up, time over──▶ over ◀──contact gone──┘
 */
export class IncomingCall {
  readonly identity: CallIdentity;
  private readonly context: CallContext;
  private readonly offer: IncomingCallOffer;
  private readonly plan: RingPlan;
  private readonly legs = new Map<string, { cancel(headers: readonly Header[]): void }>();
  private phase: 'ringing' | 'answering' | 'up' | 'over' = 'ringing';
  private leg: AgentLeg | ColleagueLeg | null = null;
  private answeredAt = 0;
  private limit: Timer;
  private step: Timer;

  constructor(offer: IncomingCallOffer, context: CallContext) {
    const { callId, contactId, kind } = offer;
    this.identity = { callId, contactId, kind, direction: 'user-initiated' };
    this.offer = offer;
    this.context = context;
    const assignee = context.assigneeOf(contactId);
    this.plan = new RingPlan(context.ringing(), assignee, assignee !== null && context.talks(assignee));
  }

  start(): void {
    const { clock, limits, calling } = this.context;
    this.limit = clock.setTimeout(() => this.refuse(this.plan.unheard), limits.ring);
    calling.records.started(this.identity);
    const { stepMs } = this.plan;
    if (stepMs !== null) this.step = clock.setTimeout(() => this.nextStep(), stepMs);
    this.ringAll();
    this.goOn();
  }

  private ringAll(): void {
    const { endpoint, colleagues } = this.context;
    for (const binding of endpoint.location.all()) this.ring(binding);
    for (const colleague of colleagues.values()) this.ringColleague(colleague);
  }

  private nextStep(): void {
    if (this.phase !== 'ringing') return;
    this.context.clock.clearTimeout(this.step);
    this.plan.advance();
    this.ringAll();
  }

  /** Somebody cannot take the call. */
  private goOn(): void {
    if (this.phase !== 'ringing') return;
    if (this.plan.isSpent) this.nextStep();
    const { nobodyLeft } = this.plan;
    if (nobodyLeft !== null) this.refuse(nobodyLeft);
  }

  /** An agent takes calls now, or has a phone that it did not have before. */
  ringAgent(agentId: string): void {
    for (const binding of this.context.endpoint.location.bindings(agentId)) this.ring(binding);
    const colleague = this.context.colleagues.get(agentId);
    if (colleague !== undefined) this.ringColleague(colleague);
  }

  private ring(binding: Binding): void {
    if (this.phase !== 'ringing' || !this.context.takesCalls(binding.agentId)) return;
    const id = `${binding.flow.id} ${binding.device}`;
    if (!this.plan.ring(id, binding.agentId)) return;
    const { endpoint, clock, domain, connector } = this.context;
    const leg = new RingingLeg(id, binding, endpoint, clock, domain, this.legEvents);
    this.legs.set(id, leg);
    leg.start(incomingInvite(this.offer, binding, domain, connector.takesReactions));
  }

  /** Without a phone nobody hears a second call: it rings once the first is over. */
  private ringColleague(colleague: Colleague): void {
    const { clock, talks } = this.context;
    if (this.phase !== 'ringing' || talks(colleague.id) || this.plan.ringsAt(colleague.id)) return;
    const id = `${colleague.id} ${this.legs.size}`;
    if (!this.plan.ring(id, colleague.id)) return;
    const leg = new ColleagueLeg(id, colleague, clock, this.colleagueEvents);
    this.legs.set(id, leg);
    leg.start();
  }

  /** Both sides are connected. */
  get isUp(): boolean {
    return this.phase === 'up';
  }

  /** Whether the agent is busy with this call. */
  isWith(agentId: string): boolean {
    return this.leg?.agentId === agentId && (this.phase === 'answering' || this.phase === 'up');
  }

  private readonly legEvents: RingingLegEvents = {
    answered: (leg, state, answerSdp) => this.answered(leg.id, answerSdp, () => this.openLeg(leg, state)),
    declined: (leg) => this.declined(leg.id),
    failed: (leg) => this.failed(leg.id),
    farewell: () => {
      if (this.phase === 'ringing') return null;
      return this.leg === null ? [] : elsewhere;
    },
  };

  private readonly colleagueEvents: ColleagueLegEvents = {
    answered: (leg) => {
      if (!this.context.talks(leg.agentId)) return this.answered(leg.id, null, () => leg);
      // The colleague took another call meanwhile, and is rung anew once that one is over.
      this.failed(leg.id);
      return false;
    },
    declined: (leg) => this.declined(leg.id),
    ended: () => this.agentEnded(),
  };

  private failed(legId: string): void {
    this.plan.failed(legId);
    this.goOn();
  }

  private declined(legId: string): void {
    this.cancel(this.plan.declined(legId), []);
    this.goOn();
  }

  private answered(legId: string, answerSdp: string | null, open: () => AgentLeg | ColleagueLeg): boolean {
    const losers = this.plan.answered(legId);
    if (losers === null) return false;
    const { clock, log, connector, limits } = this.context;
    clock.clearTimeout(this.limit);
    clock.clearTimeout(this.step);
    this.phase = 'answering';
    this.leg = open();
    this.cancel(losers, elsewhere);
    const { callId } = this.identity;
    const told = settled(clock, log, limits.connector, async () => {
      const result = await connector.answer(callId, answerSdp);
      // Ended meanwhile, perhaps before there was anything that could be hung up.
      if (result.ok && this.phase === 'over') this.releaseContact();
      return result;
    });
    afterwards(log, `answering ${callId}`, told, (result) => {
      if (this.phase !== 'answering') return;
      if (result.ok) this.connected();
      else this.failToConnect(result.error.code === 'gone');
    });
    return true;
  }

  private openLeg({ binding }: RingingLeg, state: DialogState): AgentLeg {
    const { clock, log, endpoint, domain, limits, connector } = this.context;
    const { callId } = this.identity;
    return new AgentLeg({
      endpoint,
      clock,
      log,
      domain,
      graceMs: limits.grace,
      state,
      flow: binding.flow,
      agentId: binding.agentId,
      invitedBy: 'gateway',
      events: {
        ended: () => this.agentEnded(),
        renegotiate: (offerSdp) =>
          this.phase === 'up' ? renegotiate(this.context, callId, offerSdp) : Promise.resolve(fail('busy')),
        digits: (digits) => connector.digits(callId, digits),
        react: connector.takesReactions ? (reaction) => connector.react(callId, reaction) : null,
      },
    });
  }

  private connected(): void {
    const { clock, calling } = this.context;
    this.phase = 'up';
    this.answeredAt = clock.now();
    this.context.up();
    const { contactId } = this.identity;
    const agent = { id: this.leg?.agentId ?? '', name: this.agentName() };
    calling.records.answered(
      this.identity,
      this.answeredAt,
      agent,
      { do: 'event', event: settledEvent(this.identity, 'answered', agent.name) },
      { do: 'event', event: { type: 'contact.assigned', contactId, assignee: agent } },
    );
  }

  /** The agent's phone said yes, and the contact is not there to hear it. */
  private failToConnect(contactGone: boolean): void {
    if (!contactGone) this.releaseContact();
    this.leg?.hangUp([{ name: 'Reason', value: 'SIP;cause=480;text="The contact is gone"' }]);
    this.finish({ outcome: contactGone ? 'missed' : 'failed', agent: null });
  }

  private agentEnded(): void {
    if (this.phase === 'answering') this.connected();
    this.releaseContact();
    this.finish(this.talked());
  }

  contactReacted(reaction: Reaction): void {
    if (this.leg instanceof AgentLeg) this.leg.react(reaction);
  }

  /** The contact gave up or hung up. */
  contactEnded(): void {
    if (this.phase === 'up') {
      this.leg?.hangUp();
      this.finish(this.talked());
    } else if (this.phase === 'answering') this.failToConnect(true);
    else this.stopRinging({ outcome: 'missed', agent: null });
  }

  /** Nobody takes the call. The contact hears why; for the team it is missed, also where everybody said no: nobody talked to the contact. */
  private refuse(cause: NobodyLeft): void {
    const { connector, log } = this.context;
    release(log, () => connector.reject(this.identity.callId, cause));
    this.stopRinging({ outcome: 'missed', agent: null });
  }

  private stopRinging(result: CallResult): void {
    this.finish(result);
    this.cancel(this.plan.close(), []);
  }

  /** The gateway stops: whoever talks is told, and what happened is written down. */
  stop(): void {
    if (this.phase === 'ringing') this.stopRinging({ outcome: 'missed', agent: null });
    else if (this.phase !== 'over') {
      this.releaseContact();
      this.leg?.hangUp();
      this.finish(this.talked());
    }
  }

  private releaseContact(): void {
    const { connector, log } = this.context;
    release(log, () => connector.hangUp(this.identity.callId));
  }

  private cancel(legIds: readonly string[], headers: readonly Header[]): void {
    for (const legId of legIds) this.legs.get(legId)?.cancel(headers);
  }

  private talked(): CallResult {
    const durationMs = this.answeredAt === 0 ? 0 : Math.max(0, this.context.clock.now() - this.answeredAt);
    return { outcome: 'answered', agent: this.agentName(), durationMs };
  }

  private agentName(): string {
    return this.leg === null ? '' : this.context.agentName(this.leg.agentId);
  }

  private finish(result: CallResult): void {
    if (this.phase === 'over') return;
    this.phase = 'over';
    this.context.clock.clearTimeout(this.limit);
    this.context.clock.clearTimeout(this.step);
    this.context.over(this.identity, result);
    if (this.leg instanceof ColleagueLeg) this.context.free(this.leg.agentId);
  }
}
