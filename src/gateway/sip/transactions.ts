import type { Clock } from '../platform/clock.ts';
import { buildResponse, newTag } from './build.ts';
import { type ClientHandlers, ClientTransaction } from './client-transaction.ts';
import type { Flow } from './flow.ts';
import type { SipRequest, SipResponse, SipText } from './message.ts';
import { headerValue } from './message.ts';
import { serialise } from './serialise.ts';
import { ServerTransaction } from './server-transaction.ts';
import { branchOf, parseVia } from './via.ts';

/** A client cannot make this side hold more than this at once; a phone with fifty ringing calls holds some 150. */
const transactionsPerFlow = 2_000;

interface Tables {
  readonly servers: Map<string, ServerTransaction>;
  readonly clients: Map<string, ClientTransaction>;
}

/**
 * Matches requests and responses to transactions (RFC 3261 §17.1.3, §17.2.3), flow by flow: nobody reaches another socket's
 * transactions by guessing a branch.
 */
export class Transactions {
  private readonly clock: Clock;
  private readonly flows = new Map<Flow, Tables>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /**
   * A new server transaction where somebody has to answer; `handled` for a duplicate, an ACK to a refusal, a CANCEL; `unmatched` for
   * an ACK to a 2xx, which belongs to a dialog.
   */
  receiveRequest(request: SipRequest, flow: Flow): ServerTransaction | 'handled' | 'unmatched' | 'too-many' {
    const { servers } = this.tables(flow);
    const key = serverKey(request, request.method === 'ACK' || request.method === 'CANCEL' ? 'INVITE' : request.method);
    const match = servers.get(key);
    if (request.method === 'ACK') return match?.receiveAck() === true ? 'handled' : 'unmatched';
    if (request.method === 'CANCEL') return this.receiveCancel(request, flow, match);
    if (match !== undefined) {
      match.receiveDuplicate();
      return 'handled';
    }
    if (servers.size >= transactionsPerFlow) return 'too-many';
    const transaction: ServerTransaction = new ServerTransaction(request, flow, this.clock, () => {
      if (servers.get(key) === transaction) servers.delete(key);
    });
    servers.set(key, transaction);
    return transaction;
  }

  /** Answered hop by hop (RFC 3261 §9.2), whatever becomes of the INVITE. */
  private receiveCancel(cancel: SipRequest, flow: Flow, invite: ServerTransaction | undefined): 'handled' {
    const toTag = invite?.localTag ?? newTag();
    flow.send(serialise(buildResponse(cancel, invite === undefined ? 481 : 200, { toTag })));
    invite?.receiveCancel(cancel);
    return 'handled';
  }

  /** false: the response belongs to nothing that was asked over this flow. */
  receiveResponse(response: SipResponse, flow: Flow): boolean {
    const transaction = this.flows.get(flow)?.clients.get(`${response.method} ${response.branch}`);
    transaction?.receive(response);
    return transaction !== undefined || response.method === 'CANCEL';
  }

  /** Sends a request other than ACK and waits for its answers. `onFailed` may be called before this returns. */
  send(request: SipText, flow: Flow, handlers: ClientHandlers): ClientTransaction {
    const { clients } = this.tables(flow);
    const via = parseVia(headerValue(request, 'Via') ?? '');
    const method = request.start.kind === 'request' ? request.start.method : '';
    const key = `${method} ${via === null ? '' : branchOf(via)}`;
    const transaction = new ClientTransaction(request, method, flow, this.clock, handlers, () => clients.delete(key));
    clients.set(key, transaction);
    transaction.start();
    return transaction;
  }

  /** Everything that was pending over the flow is told that it is lost. */
  flowClosed(flow: Flow): void {
    const tables = this.flows.get(flow);
    if (tables === undefined) return;
    this.flows.delete(flow);
    for (const transaction of [...tables.clients.values(), ...tables.servers.values()]) transaction.flowClosed();
  }

  private tables(flow: Flow): Tables {
    const known = this.flows.get(flow);
    if (known !== undefined) return known;
    const tables: Tables = { servers: new Map(), clients: new Map() };
    // A flow that has closed leaves nothing behind here: its tables live only as long as the caller needs them.
    if (flow.open) this.flows.set(flow, tables);
    return tables;
  }
}

/**
 * RFC 3261 §17.2.3 takes branch, sent-by and method. JsSIP draws its branches from only ten million, so Call-ID and CSeq are taken
 * along: two requests of one phone never pass for one.
 */
const serverKey = (request: SipRequest, method: string): string =>
  `${method} ${request.branch} ${request.cseq} ${request.callId}`;
