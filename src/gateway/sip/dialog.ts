import { allowHeader, newBranch, productName } from './build.ts';
import type { Flow } from './flow.ts';
import { readRecvInfo } from './info-package.ts';
import type { Header, SipRequest, SipResponse, SipText } from './message.ts';
import { formatNameAddress, type NameAddress } from './name-address.ts';
import { addressList } from './parse.ts';
import type { ServerTransaction } from './server-transaction.ts';

/** Whoever holds a dialog hears of everything that comes in for it. */
export interface DialogOwner {
  /** A request within the dialog, in order; must be answered. Never ACK. */
  request(transaction: ServerTransaction): void;
  acknowledged(): void;
  /** The socket closed: nothing can be sent until `moved`. */
  lost(): void;
  /** The same phone is there again over another socket. `heard`: it sent a request of this dialog, so it still knows it. */
  moved(heard: boolean): void;
}

export interface DialogState {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  /** From of this side's requests, without tag. */
  readonly local: NameAddress;
  readonly remote: NameAddress;
  readonly routes: readonly string[];
  readonly remoteTarget: string;
  readonly localSequence: number;
  readonly remoteSequence: number | null;
  /** The other side takes reactions (RFC 6086). */
  readonly takesReactions: boolean;
}

/** A peer-to-peer relation of two phones (RFC 3261 §12); here one of them is always the gateway. */
export class Dialog {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  readonly agentId: string;
  /** The phone, see {@link Binding.device}; null where it never registered. */
  readonly device: string | null;
  readonly owner: DialogOwner;
  flow: Flow;
  private readonly local: NameAddress;
  private readonly remote: NameAddress;
  private readonly routes: readonly string[];
  private readonly domain: string;
  private remoteTarget: string;
  private readonly inviteSequence: number;
  private localSequence: number;
  private remoteSequence: number | null;
  private remoteTakesReactions: boolean;

  constructor(state: DialogState, flow: Flow, agentId: string, domain: string, owner: DialogOwner) {
    this.callId = state.callId;
    this.localTag = state.localTag;
    this.remoteTag = state.remoteTag;
    this.agentId = agentId;
    this.device = flow.device;
    this.owner = owner;
    this.flow = flow;
    this.local = state.local;
    this.remote = state.remote;
    this.routes = state.routes;
    this.domain = domain;
    this.remoteTarget = state.remoteTarget;
    this.inviteSequence = state.localSequence;
    this.localSequence = state.localSequence;
    this.remoteSequence = state.remoteSequence;
    this.remoteTakesReactions = state.takesReactions;
  }

  /** The next request of this side, ready to be sent. */
  next(method: string, headers: readonly Header[] = [], body = ''): SipText {
    this.localSequence += 1;
    return this.build(method, this.localSequence, headers, body);
  }

  /** ACK to the 2xx that made the dialog: the gateway sends no other INVITE within it. */
  ack(): SipText {
    return this.build('ACK', this.inviteSequence, [], '');
  }

  private build(method: string, sequence: number, headers: readonly Header[], body: string): SipText {
    const withTag = (address: NameAddress, tag: string): string =>
      formatNameAddress({ ...address, parameters: [{ name: 'tag', value: tag }] });
    return {
      start: { kind: 'request', method, uri: this.remoteTarget },
      headers: [
        { name: 'Via', value: `SIP/2.0/WS ${this.domain};branch=${newBranch()}` },
        ...this.routes.map((value) => ({ name: 'Route', value })),
        { name: 'Max-Forwards', value: '70' },
        { name: 'From', value: withTag(this.local, this.localTag) },
        { name: 'To', value: withTag(this.remote, this.remoteTag) },
        { name: 'Call-ID', value: this.callId },
        { name: 'CSeq', value: `${sequence} ${method}` },
        { name: 'User-Agent', value: productName },
        ...(method === 'ACK' ? [] : [allowHeader]),
        ...headers,
      ],
      body,
    };
  }

  /** RFC 3261 §12.2.2: requests come in order; false for one that is late. */
  takeSequence(request: SipRequest): boolean {
    if (this.remoteSequence !== null && request.cseq <= this.remoteSequence) return false;
    this.remoteSequence = request.cseq;
    return true;
  }

  /** Whether the other side may be sent reactions. */
  get takesReactions(): boolean {
    return this.remoteTakesReactions;
  }

  /** Target refresh (RFC 3261 §12.2.1.2) by a re-INVITE or UPDATE that was accepted; it may say anew what INFO it takes, too. */
  retarget(request: SipRequest): void {
    const contact = addressList(request, 'Contact')?.[0];
    if (contact !== undefined) this.remoteTarget = contact.uri;
    this.remoteTakesReactions = readRecvInfo(request) ?? this.remoteTakesReactions;
  }
}

const untagged = (address: NameAddress): NameAddress => ({
  ...address,
  parameters: address.parameters.filter(({ name }) => name !== 'tag'),
});

const routeSet = (message: SipRequest | SipResponse): readonly string[] | null =>
  addressList(message, 'Record-Route')?.map(formatNameAddress) ?? null;

/** State of the dialog that a response to our INVITE makes (RFC 3261 §12.1.2); null where it names no usable target. */
export function dialogFromResponse(response: SipResponse, sequence: number): DialogState | null {
  const contact = addressList(response, 'Contact')?.[0];
  const routes = routeSet(response);
  if (contact === undefined || routes === null || response.toTag === null) return null;
  return {
    callId: response.callId,
    localTag: response.fromTag,
    remoteTag: response.toTag,
    local: untagged(response.from),
    remote: untagged(response.to),
    routes: [...routes].reverse(),
    remoteTarget: contact.uri,
    localSequence: sequence,
    remoteSequence: null,
    takesReactions: readRecvInfo(response) ?? false,
  };
}

/** State of the dialog that our 2xx to an INVITE makes (RFC 3261 §12.1.1); null where the INVITE names no usable target. */
export function dialogFromRequest(request: SipRequest, localTag: string): DialogState | null {
  const contact = addressList(request, 'Contact')?.[0];
  const routes = routeSet(request);
  if (contact === undefined || routes === null) return null;
  return {
    callId: request.callId,
    localTag,
    remoteTag: request.fromTag,
    local: untagged(request.to),
    remote: untagged(request.from),
    routes,
    remoteTarget: contact.uri,
    localSequence: 0,
    remoteSequence: request.cseq,
    takesReactions: readRecvInfo(request) ?? false,
  };
}
