import { callId as callIdSchema } from '#shared/contracts/identifiers.ts';
import { ruleReason } from '#shared/domain/rules/rule-reason.ts';
import type { ConnectorEvents, IncomingCall as IncomingCallOffer } from '../connectors/connector.ts';
import { guarded } from '../guard.ts';
import { dialogFromRequest } from '../sip/dialog.ts';
import { sipReason } from '../sip/reasons.ts';
import type { ServerTransaction } from '../sip/server-transaction.ts';
import type { OpenCall } from '../store/rows.ts';
import type { CallIdentity, CallResult } from './call-facts.ts';
import { readCallRequest } from './call-request.ts';
import { type CallContext, release } from './context.ts';
import { requireOffer } from './in-dialog.ts';
import { IncomingCall } from './incoming-call.ts';
import { LastSeen } from './last-seen.ts';
import { OutgoingCall } from './outgoing-call.ts';

type CallEvents = Pick<
  ConnectorEvents,
  'incomingCall' | 'callEnded' | 'outgoingRinging' | 'outgoingAnswered' | 'outgoingRefused' | 'reaction'
>;

/** How long the end of a call that is not known waits for its beginning. */
const rememberEndMs = 60_000;

/** Every call that is going on, and which of them an event is about. Events about calls that are over are ignored. */
export class CallRouter {
  readonly events: CallEvents;
  private readonly context: CallContext;
  private readonly calls = new Map<string, IncomingCall | OutgoingCall>();
  private readonly lastSeen: LastSeen;
  /** Calls whose end was told before their beginning, and when: providers keep no order. */
  private readonly endedEarly = new Map<string, number>();

  constructor(context: Omit<CallContext, 'up' | 'over' | 'talks' | 'free'>) {
    this.context = {
      ...context,
      talks: (agentId) => [...this.calls.values()].some((call) => call.isWith(agentId)),
      free: (agentId) => this.ringAgent(agentId),
      up: () => this.lastSeen.callsChanged(),
      over: (call, result) => this.over(call, result),
    };
    const { clock, store } = context;
    this.lastSeen = new LastSeen(clock, store, () => [...this.calls.values()].filter(({ isUp }) => isUp));
    this.events = {
      incomingCall: (offer) => this.incoming(offer),
      callEnded: (callId) => this.contactEnded(callId),
      outgoingRinging: (callId) => this.outgoing(callId)?.ringing(),
      outgoingAnswered: (callId, answerSdp) => this.outgoing(callId)?.answered(answerSdp),
      outgoingRefused: (callId, cause) => this.outgoing(callId)?.refused(cause),
      reaction: (callId, reaction) => this.calls.get(callId)?.contactReacted(reaction),
    };
  }

  /** Calls that a gateway that died left open are closed in the books. Returns their ids. */
  recover(): readonly string[] {
    const { store, calling } = this.context;
    return store.openCalls().map((call) => {
      const { callId, contactId, kind, direction } = call;
      calling.records.over({ callId, contactId, kind, direction }, resultOf(call));
      return callId;
    });
  }

  private incoming(offer: IncomingCallOffer): void {
    const { log, connector, calling } = this.context;
    const known = this.calls.has(offer.callId) || calling.records.isOver(offer.callId);
    if (known || !callIdSchema.safeParse(offer.callId).success) {
      log.warn(`an incoming call is ignored: its id is ${known ? 'taken' : 'malformed'}`);
      if (!known) release(log, () => connector.reject(offer.callId, 'unavailable'));
      return;
    }
    const { callId, contactId, contactName: name, contactPhone: phone, kind } = offer;
    calling.book.introduce({ id: contactId, name: name || contactId, phone });
    const refusal = calling.mayRing(phone);
    if (refusal !== null) {
      log.warn(`call ${callId} is not delivered: ${refusal.rule}`);
      release(log, () => connector.reject(callId, 'unavailable'));
      calling.records.refused({ callId, contactId, kind, direction: 'user-initiated' }, refusal);
      return;
    }
    if (this.endedEarly.delete(callId)) {
      const identity = { callId, contactId, kind, direction: 'user-initiated' } as const;
      calling.records.started(identity);
      this.over(identity, { outcome: 'missed', agent: null });
      return;
    }
    const call = new IncomingCall(offer, this.context);
    this.calls.set(callId, call);
    call.start();
  }

  private contactEnded(callId: string): void {
    const call = this.calls.get(callId);
    if (call !== undefined) {
      call.contactEnded();
      return;
    }
    const now = this.context.clock.now();
    for (const [id, at] of this.endedEarly) if (now - at > rememberEndMs) this.endedEarly.delete(id);
    this.endedEarly.set(callId, now);
  }

  /**
   * An agent's INVITE. Answered in any case; where a rule refuses, with 403 and `Reason: SIP;cause=403;text="rule:<rule id>"`.
   */
  invite(transaction: ServerTransaction, agentId: string): void {
    const { calling, store } = this.context;
    if (!requireOffer(transaction)) return;
    if (dialogFromRequest(transaction.request, transaction.localTag) === null) {
      transaction.respond(400, { reason: 'Missing or malformed Contact' });
      return;
    }
    const request = readCallRequest(transaction.request, store.workspace()?.video ?? false);
    if (!request.ok) {
      transaction.respond(request.status, { reason: request.reason });
      return;
    }
    const { identity } = request;
    const { callId, contactId } = identity;
    if (calling.book.contact(contactId) === null) {
      transaction.respond(404, { reason: 'No such contact' });
      return;
    }
    if (this.calls.has(callId) || calling.records.isOver(callId)) {
      transaction.respond(400, { reason: 'The call id is taken' });
      return;
    }
    const refusal = calling.mayCall(contactId, this.isInCall(contactId));
    if (refusal !== null) {
      const reason = ruleReason(refusal.rule);
      transaction.respond(403, { reason, headers: [{ name: 'Reason', value: sipReason(403, reason) }] });
      calling.records.notPlaced({ ...identity, direction: 'business-initiated' }, this.context.agentName(agentId));
      return;
    }
    const call = new OutgoingCall(identity, agentId, transaction, this.context);
    this.calls.set(callId, call);
    call.start();
  }

  private isInCall(contactId: string): boolean {
    return [...this.calls.values()].some((call) => call.identity.contactId === contactId);
  }

  private outgoing(callId: string): OutgoingCall | null {
    const call = this.calls.get(callId);
    return call instanceof OutgoingCall ? call : null;
  }

  /** An agent takes calls now, or has a phone that it did not have before: what rings for the team rings there too. */
  ringAgent(agentId: string): void {
    for (const call of this.calls.values()) {
      guarded(this.context.log, `ringing for ${call.identity.callId}`, () => call.ringAgent(agentId));
    }
  }

  private over(call: CallIdentity, result: CallResult): void {
    this.calls.delete(call.callId);
    this.lastSeen.callsChanged();
    this.context.calling.records.over(call, result);
    this.context.log.info(`call ${call.callId}: ${result.outcome}`);
  }

  stop(): void {
    for (const call of [...this.calls.values()]) {
      guarded(this.context.log, `ending ${call.identity.callId}`, () => call.stop());
    }
  }
}

/** How a call came out that a gateway which died left open. */
function resultOf({ direction, agent, answeredAt, seenAt }: OpenCall): CallResult {
  if (answeredAt !== null) {
    // Whoever answered has begun to talk: nothing is less than a millisecond.
    const durationMs = Math.max(1, (seenAt ?? 0) - answeredAt);
    return { outcome: 'interrupted', agent, answeredAt, durationMs };
  }
  return direction === 'user-initiated' ? { outcome: 'missed', agent: null } : { outcome: 'failed', agent };
}
