import type { CallingFact, RuleRefusal } from '#shared/contracts/calling.ts';
import type { ContactEventType } from '#shared/contracts/records.ts';
import { type FollowUpFact, followUpFactOf } from '#shared/domain/follow-ups.ts';
import { type Money, moneyToDecimal, parseMoney } from '#shared/domain/money.ts';
import { type CallPrice, priceOfCall } from '#shared/domain/rules/price.ts';
import type { RuleId } from '#shared/domain/rules/rule-ids.ts';
import type { DoneElsewhere, ProviderRefusal } from '../connectors/connector.ts';
import {
  type CallIdentity,
  type CallResult,
  closingOperations,
  contactEventOf,
  followUpOperations,
  talkedOperation,
} from '../routing/call-facts.ts';
import type { GatewayStore } from '../store/gateway-store.ts';
import type { Operation } from '../store/operations.ts';
import type { OpenCall } from '../store/rows.ts';
import type { CallingBook } from './book.ts';
import type { ChannelDesk } from './channel-desk.ts';
import { refusalOfProvider } from './provider-refusals.ts';

type Agent = Parameters<typeof talkedOperation>[2];
type CallFact = Extract<CallingFact, { fact: 'call' }>;

/** What a refused call of a contact is called. */
const refusedTypes: Readonly<Partial<Record<RuleId, ContactEventType>>> = {
  'out-of-hours': 'out-of-hours-call',
  'balance-low': 'missed-low-balance',
};

/** A contact event of each kind that ends a call. */
const closingTypes: readonly ContactEventType[] = [
  'missed-call',
  'missed-low-balance',
  'out-of-hours-call',
  'refused-call',
  'answered-call',
  'declined-call',
  'outgoing-call',
  'outgoing-unanswered',
  'outgoing-refused',
  'failed-call',
  'interrupted-call',
];

/** Writes down what becomes of each call: its facts, its line in the conversation, its cost. */
export class CallRecords {
  private readonly store: GatewayStore;
  private readonly desk: ChannelDesk;
  private readonly book: CallingBook;

  constructor(store: GatewayStore, desk: ChannelDesk, book: CallingBook) {
    this.store = store;
    this.desk = desk;
    this.book = book;
  }

  /** An id names one call for ever: a second one would count, and be charged, as the first. */
  isOver(callId: string): boolean {
    return closingTypes.some((type) => this.store.contactEvent(`${callId}/${type}`) !== null);
  }

  /** It goes on here, or is over. */
  isKnown(callId: string): boolean {
    return this.isOver(callId) || this.store.openCalls().some((open) => open.callId === callId);
  }

  /** The contact's call reached us. */
  started(call: CallIdentity): void {
    this.book.record(call.contactId, [this.fact(call, { stage: 'started' })], this.opened(call, null, null));
  }

  /** The provider took our call, which is open in the books already. */
  taken(call: CallIdentity): void {
    this.book.record(call.contactId, [this.fact(call, { stage: 'started' })]);
  }

  /** @param answeredAt by the world's clock */
  answered(call: CallIdentity, answeredAt: number, agent: Agent, ...operations: readonly Operation[]): void {
    const fact = this.fact(call, { stage: 'answered' });
    const talked = talkedOperation(call, fact.at, agent);
    this.book.record(call.contactId, [fact], this.opened(call, answeredAt, agent.name), ...operations, talked);
  }

  over(call: CallIdentity, result: CallResult): void {
    const at = this.desk.now();
    const closing = closingOperations(call, result, at);
    if (result.outcome === 'refused') this.providerRefused(call, result.said, ...closing);
    else this.book.record(call.contactId, this.endFacts(call, result), ...closing, ...this.costs(call, result));
  }

  /** A call of ours that a rule keeps from being placed: told, and nothing else of it counts. */
  notPlaced(call: CallIdentity, agent: string): void {
    const { callId, contactId, kind } = call;
    const type = 'outgoing-refused';
    const event = {
      id: `${callId}/${type}`,
      contactId,
      type,
      at: this.desk.now(),
      callId,
      kind,
      durationMs: null,
      agent,
    } as const;
    this.book.record(contactId, [], { do: 'event', event: { type: 'contact.event', event } });
  }

  /** The same by a rule of the provider, which is remembered for as long as it holds. */
  providerRefused(
    { callId, contactId }: CallIdentity,
    said: ProviderRefusal,
    ...operations: readonly Operation[]
  ): void {
    const { facts, changes } = refusalOfProvider('call', callId, said, this.desk);
    this.book.record(contactId, facts, ...operations, ...changes);
  }

  /** A call of a contact that a rule keeps from the agents. */
  refused(call: CallIdentity, { rule }: RuleRefusal): void {
    const at = this.desk.now();
    const type = refusedTypes[rule] ?? 'refused-call';
    const { callId, contactId, kind } = call;
    const event = { id: `${callId}/${type}`, contactId, type, at, callId, kind, durationMs: null, agent: null };
    const facts = [
      this.fact(call, { stage: 'started' }),
      this.fact(call, { stage: 'ended', talkMs: null, failed: false }),
    ];
    const told: Operation = { do: 'event', event: { type: 'contact.event', event } };
    this.book.record(contactId, facts, told, ...followUpOperations(call, event));
  }

  /** The provider took our call when it was over here already: it is let go at once, and has not reached the contact. */
  takenTooLate(call: CallIdentity): void {
    const ended = this.fact(call, { stage: 'ended', talkMs: null, failed: true });
    this.book.record(call.contactId, [this.fact(call, { stage: 'started' }), ended]);
  }

  /** A connector tells of a call of a contact that was missed without coming here. */
  missedElsewhere(
    { callId, contactId, kind, at }: Extract<FollowUpFact, { fact: 'missed' }>,
    operations: readonly Operation[],
  ): void {
    const call = { callId, contactId, kind, direction: 'user-initiated' } as const;
    const facts = [
      this.fact(call, { stage: 'started' }, at),
      this.fact(call, { stage: 'ended', talkMs: null, failed: false }, at),
    ];
    this.book.record(contactId, facts, ...operations);
  }

  /** A call of ours from another system. */
  placedElsewhere({ callId, contactId, kind, at, talkMs }: Extract<DoneElsewhere, { did: 'call' }>): void {
    // Perhaps it was this gateway's own.
    if (this.isKnown(callId)) return;
    const call = { callId, contactId, kind, direction: 'business-initiated' } as const;
    const endedAt = at + (talkMs ?? 0);
    const facts = [
      this.fact(call, { stage: 'started' }, at),
      ...(talkMs === null ? [] : [this.fact(call, { stage: 'answered' }, at)]),
      this.fact(call, { stage: 'ended', talkMs, failed: false }, endedAt),
    ];
    const result: CallResult =
      talkMs === null ? { outcome: 'missed', agent: null } : { outcome: 'answered', agent: '', durationMs: talkMs };
    const event = { ...contactEventOf(call, result, endedAt), agent: null };
    const work = followUpFactOf(event);
    const operations: readonly Operation[] = [
      { do: 'event', event: { type: 'contact.event', event } },
      ...(work === null ? [] : [{ do: 'follow-up.fact', fact: work } as const]),
    ];
    this.book.record(contactId, facts, ...operations);
  }

  private opened(call: CallIdentity, answeredAt: number | null, agent: string | null): Operation {
    const { callId, contactId, direction, kind } = call;
    const open: Omit<OpenCall, 'seenAt'> = { callId, contactId, direction, kind, answeredAt, agent };
    return { do: 'call.open', call: open };
  }

  private fact(
    { callId: id, direction }: CallIdentity,
    stage:
      | { readonly stage: 'started' | 'answered' }
      | { readonly stage: 'ended'; readonly talkMs: number | null; readonly failed: boolean },
    at: number = this.desk.now(),
  ): CallFact {
    return { fact: 'call', id, at, direction, ...stage };
  }

  /** None for a call of ours that the provider never took: it counts nowhere. */
  private endFacts(call: CallIdentity, result: CallResult): readonly CallFact[] {
    const { contactId, direction } = call;
    const talkMs = 'durationMs' in result ? result.durationMs : null;
    const ended = this.fact(call, { stage: 'ended', talkMs, failed: result.outcome === 'failed' });
    const known = (stage: 'started' | 'answered'): boolean => this.book.knows(contactId, this.fact(call, { stage }));
    return direction === 'user-initiated' || known('started') || known('answered') ? [ended] : [];
  }

  /** Calls of contacts are free; so is what nobody answered. What our own death cut off is charged as far as it certainly went. */
  private costs(call: CallIdentity, result: CallResult): readonly Operation[] {
    const { desk, book } = this;
    if (call.direction !== 'business-initiated' || !('durationMs' in result) || this.isOver(call.callId)) return [];
    const { durationMs } = result;
    const answeredAt =
      result.outcome === 'interrupted' ? result.answeredAt + desk.aheadMs() : Math.max(0, desk.now() - durationMs);
    const contact = book.contact(call.contactId);
    const rate = contact === null ? null : desk.rate(contact, durationMs, answeredAt);
    const price = rate === null ? null : priceOfCall(durationMs, rate, desk.profile());
    if (rate === null || price === null) return [];
    const { callId, contactId } = call;
    return [desk.charged({ type: 'call.cost', callId, contactId, ...price }, rate), ...this.balanceAfter(price)];
  }

  private balanceAfter(price: CallPrice): readonly Operation[] {
    const workspace = this.desk.workspace();
    const balance = workspace?.balance == null ? null : parseMoney(workspace.balance);
    const amount = parseMoney(price.amount);
    if (workspace === null || balance === null || amount === null || workspace.currency !== price.currency) return [];
    const left = moneyToDecimal((balance - amount) as Money);
    return [{ do: 'event', event: { type: 'workspace', workspace: { ...workspace, balance: left } } }];
  }
}
