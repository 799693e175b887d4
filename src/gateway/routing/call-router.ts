import { callId as callIdSchema } from '#shared/contracts/identifiers.ts';
import { topUpRequired } from '#shared/domain/balance.ts';
import type { ConnectorEvents, IncomingCall as IncomingCallOffer } from '../connectors/connector.ts';
import { guarded } from '../guard.ts';
import { dialogFromRequest } from '../sip/dialog.ts';
import type { ServerTransaction } from '../sip/server-transaction.ts';
import { type CallIdentity, type CallResult, closingOperations } from './call-facts.ts';
import { readCallRequest } from './call-request.ts';
import { type CallContext, release } from './context.ts';
import { requireOffer } from './in-dialog.ts';
import { IncomingCall } from './incoming-call.ts';
import { OutgoingCall } from './outgoing-call.ts';

type CallEvents = Pick<
  ConnectorEvents,
  'incomingCall' | 'callEnded' | 'outgoingRinging' | 'outgoingAnswered' | 'outgoingRefused'
>;

/** Every call that is going on, and which of them an event is about. Events about calls that are over are ignored. */
export class CallRouter {
  readonly events: CallEvents;
  private readonly context: CallContext;
  private readonly calls = new Map<string, IncomingCall | OutgoingCall>();

  constructor(context: Omit<CallContext, 'over' | 'talks' | 'free'>) {
    this.context = {
      ...context,
      talks: (agentId) => [...this.calls.values()].some((call) => call.isWith(agentId)),
      free: (agentId) => this.ringAgent(agentId),
      over: (call, result) => this.over(call, result),
    };
    this.events = {
      incomingCall: (offer) => this.incoming(offer),
      callEnded: (callId) => this.calls.get(callId)?.contactEnded(),
      outgoingRinging: (callId) => this.outgoing(callId)?.ringing(),
      outgoingAnswered: (callId, answerSdp) => this.outgoing(callId)?.answered(answerSdp),
      outgoingRefused: (callId, cause) => this.outgoing(callId)?.refused(cause),
    };
  }

  /** Calls that a gateway that died left open are closed in the books. Returns their ids. */
  recover(): readonly string[] {
    const { store, clock } = this.context;
    return store.openCalls().map((call) => {
      const { answeredAt, agent } = call;
      const incoming = call.direction === 'user-initiated';
      const interrupted: CallResult = { outcome: 'interrupted', agent, durationMs: null };
      const unanswered: CallResult = incoming ? { outcome: 'missed', agent: null } : { outcome: 'failed', agent };
      store.publish(...closingOperations(call, answeredAt === null ? unanswered : interrupted, clock.now()));
      return call.callId;
    });
  }

  private incoming(offer: IncomingCallOffer): void {
    const { log, connector, store } = this.context;
    const known = this.calls.has(offer.callId);
    if (known || !callIdSchema.safeParse(offer.callId).success) {
      log.warn(`an incoming call is ignored: its id is ${known ? 'taken' : 'malformed'}`);
      if (!known) release(log, () => connector.reject(offer.callId, 'unavailable'));
      return;
    }
    const { callId, contactId, contactName: name, contactPhone: phone, kind } = offer;
    store.publish({ do: 'introduce', contact: { id: contactId, name: name || contactId, phone } });
    if (topUpRequired(store.workspace()?.balance ?? null)) {
      log.warn(`call ${callId} is not delivered: the balance is too low`);
      release(log, () => connector.reject(callId, 'unavailable'));
      this.over({ callId, contactId, kind, direction: 'user-initiated' }, { outcome: 'missed', agent: null });
      return;
    }
    const call = new IncomingCall(offer, this.context);
    this.calls.set(callId, call);
    call.start();
  }

  /** An agent's INVITE. Answered in any case. */
  invite(transaction: ServerTransaction, agentId: string): void {
    const { store } = this.context;
    if (!requireOffer(transaction)) return;
    if (dialogFromRequest(transaction.request, transaction.localTag) === null) {
      transaction.respond(400, { reason: 'Missing or malformed Contact' });
      return;
    }
    const request = readCallRequest(transaction.request);
    if (!request.ok) {
      transaction.respond(request.status, { reason: request.reason });
      return;
    }
    const { identity } = request;
    const balance = store.workspace()?.balance ?? null;
    if (store.contact(identity.contactId) === null) transaction.respond(404, { reason: 'No such contact' });
    else if (this.calls.has(identity.callId)) transaction.respond(400, { reason: 'The call id is taken' });
    else if (topUpRequired(balance)) {
      transaction.respond(402, { reason: `Top-up required for calls: the balance is ${balance}, 10.00 is needed` });
    } else {
      const call = new OutgoingCall(identity, agentId, transaction, this.context);
      this.calls.set(identity.callId, call);
      call.start();
    }
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
    this.context.store.publish(...closingOperations(call, result, this.context.clock.now()));
    this.context.log.info(`call ${call.callId}: ${result.outcome}`);
  }

  stop(): void {
    for (const call of [...this.calls.values()]) {
      guarded(this.context.log, `ending ${call.identity.callId}`, () => call.stop());
    }
  }
}
