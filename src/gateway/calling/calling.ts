import type { RuleRefusal } from '#shared/contracts/calling.ts';
import { evaluateCall } from '#shared/domain/rules/evaluate-call.ts';
import { evaluateIncoming } from '#shared/domain/rules/evaluate-incoming.ts';
import { evaluateMessage } from '#shared/domain/rules/evaluate-message.ts';
import type { Connector } from '../connectors/connector.ts';
import type { Clock } from '../platform/clock.ts';
import type { GatewayLog } from '../platform/log.ts';
import type { GatewayStore } from '../store/gateway-store.ts';
import { CallingBook } from './book.ts';
import { CallRecords } from './call-records.ts';
import { ChannelDesk } from './channel-desk.ts';
import { PermissionRequests } from './permission-requests.ts';

/** Everything around the rules of calls: what they are judged by, what happened, and what they say now. */
export interface Calling {
  readonly desk: ChannelDesk;
  readonly book: CallingBook;
  readonly records: CallRecords;
  readonly requests: PermissionRequests;
  /** null: allowed. The contact has to be known. */
  mayCall(contactId: string, inCall: boolean): RuleRefusal | null;
  mayRing(contactPhone: string | null): RuleRefusal | null;
  mayWrite(contactId: string): RuleRefusal | null;
}

export interface CallingOptions {
  readonly store: GatewayStore;
  readonly connector: Connector;
  readonly clock: Clock;
  readonly log: GatewayLog;
}

export function createCalling({ store, connector, clock, log }: CallingOptions): Calling {
  const desk = new ChannelDesk(store, clock);
  const book = new CallingBook(store, desk, log);
  const refusalOf = (verdict: { readonly allowed: true } | RuleRefusal): RuleRefusal | null =>
    verdict.allowed ? null : verdict;
  return {
    desk,
    book,
    records: new CallRecords(store, desk, book),
    requests: new PermissionRequests({ store, book, desk, connector, clock, log }),
    mayCall: (contactId, inCall) => {
      const contact = book.contact(contactId);
      const facts = {
        channel: desk.state(),
        contactNumber: contact?.contact.phone ?? null,
        state: book.state(contactId),
        inCall,
        rate: contact === null ? null : desk.rate(contact),
      };
      return refusalOf(evaluateCall(facts, desk.profile(), desk.now()));
    },
    mayRing: (contactNumber) =>
      refusalOf(evaluateIncoming({ channel: desk.state(), contactNumber }, desk.profile(), desk.now())),
    mayWrite: (contactId) => refusalOf(evaluateMessage({ state: book.state(contactId), template: false }, desk.now())),
  };
}
