import { sipHeaders } from '#shared/contracts/phone.ts';
import { fail } from '#shared/result.ts';
import type { Timer } from '../clock.ts';
import type { IncomingCall as IncomingCallOffer } from '../connectors/connector.ts';
import { afterwards, settled } from '../guard.ts';
import type { DialogState } from '../sip/dialog.ts';
import { buildInvite } from '../sip/invite.ts';
import type { Binding } from '../sip/location.ts';
import { type Header, header, type SipText } from '../sip/message.ts';
import { cleanPhrase, completedElsewhere } from '../sip/reasons.ts';
import { encodeText } from '../sip/uri.ts';
import { AgentLeg } from './agent-leg.ts';
import { type CallIdentity, type CallResult, settledEvent } from './call-facts.ts';
import { type CallContext, release, renegotiate } from './context.ts';
import { Fork } from './fork.ts';
import { RingingLeg, type RingingLegEvents } from './ringing-leg.ts';

const elsewhere: readonly Header[] = [{ name: 'Reason', value: completedElsewhere }];

/**
 * A contact calls: every agent who takes calls is rung, the first 200 gets it.
 *
 *     ringing ──first 200──▶ answering ──connector has the answer──▶ up ──either side hangs up──▶ over
 *        └──all declined, contact gives up, time over──▶ over ◀──contact gone──┘
 */
export class IncomingCall {
  readonly identity: CallIdentity;
  private readonly context: CallContext;
  private readonly offer: IncomingCallOffer;
  private readonly fork = new Fork();
  private readonly legs = new Map<string, RingingLeg>();
  private phase: 'ringing' | 'answering' | 'up' | 'over' = 'ringing';
  private leg: AgentLeg | null = null;
  private answeredAt = 0;
  private limit: Timer;

  constructor(offer: IncomingCallOffer, context: CallContext) {
    const { callId, contactId, kind } = offer;
    this.identity = { callId, contactId, kind, direction: 'user-initiated' };
    this.offer = offer;
    this.context = context;
  }

  start(): void {
    const { clock, limits, endpoint, store } = this.context;
    this.limit = clock.setTimeout(() => this.expire(), limits.ring);
    for (const binding of endpoint.location.all()) this.ring(binding);
    store.publish({ do: 'call.open', call: { ...this.identity, answeredAt: null, agent: null } });
  }

  /** An agent takes calls now, or has a phone that it did not have before. */
  ringAgent(agentId: string): void {
    for (const binding of this.context.endpoint.location.bindings(agentId)) this.ring(binding);
  }

  private ring(binding: Binding): void {
    if (this.phase !== 'ringing' || !this.context.takesCalls(binding.agentId)) return;
    const id = `${binding.flow.id} ${binding.device}`;
    if (!this.fork.ring(id, binding.agentId)) return;
    const { endpoint, clock, domain } = this.context;
    const leg = new RingingLeg(id, binding, endpoint, clock, domain, this.legEvents);
    this.legs.set(id, leg);
    leg.start(this.invite(binding));
  }

  private invite({ contact, agentId }: Binding): SipText {
    const { domain } = this.context;
    const { callId, contactId, contactName, contactPhone, kind, offerSdp } = this.offer;
    const user = encodeText(contactId);
    const number = contactPhone?.replace(/[^+\d]/g, '') ?? '';
    const asserted = number === '' ? [] : [header('P-Asserted-Identity', `<tel:${number}>`)];
    return buildInvite({
      target: contact,
      agentId,
      domain,
      from: { displayName: cleanPhrase(contactName), uri: `sip:${user}@${domain}` },
      headers: [
        header(sipHeaders.callId, callId),
        header(sipHeaders.contactId, user),
        header(sipHeaders.contactName, encodeText(contactName)),
        header(sipHeaders.kind, kind),
        ...asserted,
      ],
      offerSdp,
    });
  }

  private readonly legEvents: RingingLegEvents = {
    answered: (leg, state, answerSdp) => this.answered(leg, state, answerSdp),
    declined: (leg) => {
      this.cancel(this.fork.declined(leg.id), []);
      if (this.phase === 'ringing' && this.fork.allDeclined) this.refuse('declined', leg.binding.agentId);
    },
    failed: (leg) => this.fork.failed(leg.id),
    farewell: () => {
      if (this.phase === 'ringing') return null;
      return this.leg === null ? [] : elsewhere;
    },
  };

  private answered(ringing: RingingLeg, state: DialogState, answerSdp: string): boolean {
    const losers = this.fork.answered(ringing.id);
    if (losers === null) return false;
    const { clock, log, connector, limits } = this.context;
    clock.clearTimeout(this.limit);
    this.phase = 'answering';
    this.leg = this.openLeg(ringing, state);
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
      },
    });
  }

  private connected(): void {
    const { clock, store } = this.context;
    this.phase = 'up';
    this.answeredAt = clock.now();
    const agent = this.agentName();
    store.publish(
      { do: 'call.open', call: { ...this.identity, answeredAt: this.answeredAt, agent } },
      { do: 'event', event: settledEvent(this.identity, 'answered', agent) },
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

  /** The contact gave up or hung up. */
  contactEnded(): void {
    if (this.phase === 'up') {
      this.leg?.hangUp();
      this.finish(this.talked());
    } else if (this.phase === 'answering') this.failToConnect(true);
    else this.stopRinging({ outcome: 'missed', agent: null });
  }

  private expire(): void {
    this.refuse(this.fork.rangSomebody ? 'no-answer' : 'unavailable', null);
  }

  /** Nobody takes the call. */
  private refuse(cause: 'declined' | 'no-answer' | 'unavailable', agentId: string | null): void {
    const { connector, log, agentName } = this.context;
    release(log, () => connector.reject(this.identity.callId, cause));
    const agent = agentId === null ? null : agentName(agentId);
    this.stopRinging({ outcome: cause === 'declined' ? 'declined' : 'missed', agent });
  }

  private stopRinging(result: CallResult): void {
    this.finish(result);
    this.cancel(this.fork.close(), []);
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
    this.context.over(this.identity, result);
  }
}
