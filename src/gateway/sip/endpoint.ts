import { closeCodes } from '#shared/contracts/agent.ts';
import type { Clock } from '../clock.ts';
import type { GatewayLog } from '../log.ts';
import type { Authenticator } from './authenticator.ts';
import { allowedMethods, allowHeader, buildRefusal, buildResponse, newTag } from './build.ts';
import type { ClientHandlers, ClientTransaction } from './client-transaction.ts';
import type { Dialog } from './dialog.ts';
import { Dialogs } from './dialogs.ts';
import type { Flow } from './flow.ts';
import { type Binding, Location } from './location.ts';
import { type Header, headerValue, type SipMessage, type SipRequest, type SipText } from './message.ts';
import { parseMessage } from './parse.ts';
import { register } from './registrar.ts';
import { serialise } from './serialise.ts';
import type { ServerTransaction } from './server-transaction.ts';
import { Transactions } from './transactions.ts';
import { parseSipUri } from './uri.ts';

export interface EndpointOptions {
  readonly clock: Clock;
  readonly log: GatewayLog;
  readonly authenticator: Authenticator;
  /** An agent calls; the transaction must be answered. */
  readonly onInvite: (transaction: ServerTransaction, agentId: string) => void;
  /** A phone of the agent came over a flow that it was not on before. */
  readonly onPhone: (agentId: string) => void;
}

/** What a frame was, for the socket's flood account: `solicited` answers something that was asked. */
export type FrameKind = 'solicited' | 'request' | 'malformed';

const capabilities: readonly Header[] = [
  allowHeader,
  { name: 'Accept', value: 'application/sdp, application/dtmf-relay, application/dtmf' },
];

/** Methods that only mean something inside a dialog: outside, what they refer to does not exist. */
const dialogMethods: ReadonlySet<string> = new Set(['BYE', 'UPDATE', 'INFO']);
/** Known to SIP and not offered here; anything else is unknown (RFC 3261 §8.2.1). */
const refusedMethods: ReadonlySet<string> = new Set(['REFER', 'SUBSCRIBE', 'NOTIFY', 'PUBLISH', 'MESSAGE', 'PRACK']);

/** The gateway's side of every SIP WebSocket: registrar, and user agent for the calls (RFC 3261). */
export class SipEndpoint {
  readonly location: Location;
  private readonly options: EndpointOptions;
  private readonly transactions: Transactions;
  private readonly dialogs = new Dialogs();
  /** Phones that the REGISTER in hand brought: they are dealt with once it is answered. */
  private arrivals: { readonly binding: Binding; readonly previous: Binding | null }[] = [];

  constructor(options: EndpointOptions) {
    this.options = options;
    this.transactions = new Transactions(options.clock);
    this.location = new Location(options.clock);
    this.location.onArrived = (binding, previous) => this.arrivals.push({ binding, previous });
  }

  /** Takes one frame. Never throws: what cannot be handled is answered with an error where it can be, and logged. */
  receive(flow: Flow, frame: string): FrameKind {
    try {
      return this.receiveFrame(flow, frame);
    } catch (error) {
      this.options.log.error(`sip: a frame could not be handled: ${String(error)}`);
      return 'request';
    }
  }

  private receiveFrame(flow: Flow, frame: string): FrameKind {
    const parsed = parseMessage(frame);
    if (!parsed.ok) {
      const { partial, status, reason } = parsed.problem;
      const refusal = partial === null ? null : buildRefusal(partial, status, reason);
      if (refusal !== null) flow.send(serialise(refusal));
      return 'malformed';
    }
    return this.receiveMessage(flow, parsed.message);
  }

  private receiveMessage(flow: Flow, message: SipMessage): FrameKind {
    if (message.kind === 'response') {
      return this.transactions.receiveResponse(message, flow) ? 'solicited' : 'request';
    }
    const transaction = this.transactions.receiveRequest(message, flow);
    if (transaction === 'unmatched') this.dialogs.find(message, flow)?.owner.acknowledged();
    else if (transaction === 'too-many') this.refuseWithoutState(message, flow);
    else if (transaction !== 'handled') this.handle(transaction);
    return 'request';
  }

  private refuseWithoutState(request: SipRequest, flow: Flow): void {
    const headers = [{ name: 'Retry-After', value: '5' }];
    flow.send(serialise(buildResponse(request, 503, { toTag: newTag(), headers })));
  }

  private handle(transaction: ServerTransaction): void {
    try {
      this.dispatch(transaction);
    } catch (error) {
      this.options.log.error(`sip: ${transaction.request.method} failed: ${String(error)}`);
      transaction.respond(500);
    }
  }

  private dispatch(transaction: ServerTransaction): void {
    const { request, flow } = transaction;
    const required = headerValue(request, 'Require');
    if (parseSipUri(request.uri) === null) {
      transaction.respond(/^sips?:/i.test(request.uri) ? 400 : 416);
    } else if (required !== undefined) {
      transaction.respond(420, { headers: [{ name: 'Unsupported', value: required }] });
    } else if (request.toTag !== null) {
      this.dispatchWithinDialog(transaction);
    } else if (request.method === 'OPTIONS') {
      transaction.respond(200, { headers: capabilities });
    } else if (flow.agentId === null && !this.authenticate(transaction)) {
      // Answered with a challenge or a refusal.
    } else {
      this.dispatchOfAgent(transaction, flow.agentId ?? '');
    }
  }

  private dispatchWithinDialog(transaction: ServerTransaction): void {
    const { request, flow } = transaction;
    const dialog = this.dialogs.find(request, flow);
    if (dialog === undefined) transaction.respond(481);
    else if (!dialog.takeSequence(request)) transaction.respond(500, { reason: 'Request out of order' });
    else {
      this.move(dialog, flow, true);
      dialog.owner.request(transaction);
    }
  }

  private move(dialog: Dialog, flow: Flow, heard: boolean): void {
    if (dialog.flow === flow) return;
    dialog.flow = flow;
    dialog.owner.moved(heard);
  }

  private dispatchOfAgent(transaction: ServerTransaction, agentId: string): void {
    const { request, flow } = transaction;
    const { method } = request;
    if (method === 'REGISTER') {
      const { status, parts } = register(request, flow, agentId, this.location, this.options.clock);
      transaction.respond(status, parts);
      this.welcome();
    } else if (method === 'INVITE') this.options.onInvite(transaction, agentId);
    else if (dialogMethods.has(method)) transaction.respond(481);
    else refuseMethod(transaction);
  }

  private welcome(): void {
    const arrivals = this.arrivals;
    this.arrivals = [];
    for (const { binding, previous } of arrivals) {
      const { agentId, device, flow } = binding;
      for (const dialog of this.dialogs.of(agentId, device)) this.move(dialog, flow, false);
      this.options.onPhone(agentId);
      // The same phone over a newer socket: the old one is dead or about to be noticed as dead.
      if (previous !== null && previous.flow !== flow) previous.flow.close(closeCodes.replaced, 'registered elsewhere');
    }
  }

  private authenticate(transaction: ServerTransaction): boolean {
    const { request, flow } = transaction;
    const verdict = this.options.authenticator.check(request, flow);
    if (verdict.kind === 'known') {
      flow.agentId = verdict.agentId;
      return true;
    }
    if (verdict.kind === 'challenge') transaction.respond(401, { headers: verdict.headers });
    else transaction.respond(403, { reason: 'Authentication failed too often' });
    return false;
  }

  /** Sends a request other than ACK outside any dialog that stands. */
  send(request: SipText, flow: Flow, handlers: ClientHandlers): ClientTransaction {
    return this.transactions.send(request, flow, handlers);
  }

  sendWithin(
    dialog: Dialog,
    method: string,
    handlers: ClientHandlers,
    headers: readonly Header[] = [],
    body = '',
  ): void {
    this.transactions.send(dialog.next(method, headers, body), dialog.flow, handlers);
  }

  acknowledge(dialog: Dialog): void {
    dialog.flow.send(serialise(dialog.ack()));
  }

  openDialog(dialog: Dialog): void {
    this.dialogs.add(dialog);
  }

  closeDialog(dialog: Dialog): void {
    this.dialogs.remove(dialog);
  }

  flowClosed(flow: Flow): void {
    this.location.flowClosed(flow);
    this.transactions.flowClosed(flow);
    for (const dialog of this.dialogs.over(flow)) {
      const binding = dialog.device === null ? undefined : this.location.find(dialog.agentId, dialog.device);
      if (binding?.flow.open) this.move(dialog, binding.flow, false);
      else dialog.owner.lost();
    }
  }
}

export function refuseMethod(transaction: ServerTransaction): void {
  const known = refusedMethods.has(transaction.request.method) || allowedMethods.includes(transaction.request.method);
  transaction.respond(known ? 405 : 501, { headers: [allowHeader] });
}
