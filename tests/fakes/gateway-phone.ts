import { randomUUID } from 'node:crypto';
import {
  headerValue,
  type SipMessage,
  type SipRequest,
  type SipResponse,
  type SipText,
} from '../../src/gateway/sip/message.ts';
import { parseMessage } from '../../src/gateway/sip/parse.ts';
import { serialise } from '../../src/gateway/sip/serialise.ts';
import { testAnswer } from './gateway-connector.ts';

/** How a phone's messages travel. */
export interface Wire {
  send(text: string): void;
}

export interface PhoneDialog {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  readonly target: string;
  readonly local: string;
  readonly remote: string;
  sequence: number;
}

let counter = 0;
const unique = (): string => `${++counter}x${randomUUID().slice(0, 8)}`;

/** The agent's end of SIP, as small as it can be: builds requests, answers what a test says, remembers everything. */
export class TestPhone {
  readonly agentId: string;
  readonly instance: string;
  readonly contact = `sip:${unique()}@phone.invalid;transport=ws`;
  readonly domain: string;
  readonly received: SipMessage[] = [];
  /** Called with each request; answers go out by `respond`. */
  onRequest: (request: SipRequest) => void = () => {};
  private wire: Wire | null = null;
  private readonly registrationId = unique();
  private registrations = 0;
  private readonly waiting = new Map<string, (response: SipResponse) => void>();

  constructor(agentId: string, options: { readonly domain?: string; readonly instance?: string } = {}) {
    this.agentId = agentId;
    this.domain = options.domain ?? 'cornetta.invalid';
    this.instance = options.instance ?? randomUUID();
  }

  attach(wire: Wire): void {
    this.wire = wire;
  }

  receive(text: string): void {
    if (text.trim() === '') return;
    const parsed = parseMessage(text);
    if (!parsed.ok) throw new Error(`the gateway sent ${parsed.problem.reason}: ${text}`);
    this.received.push(parsed.message);
    if (parsed.message.kind === 'response')
      this.waiting.get(`${parsed.message.method} ${parsed.message.branch}`)?.(parsed.message);
    else this.onRequest(parsed.message);
  }

  requests(method: string): readonly SipRequest[] {
    return this.received.filter(
      (message): message is SipRequest => message.kind === 'request' && message.method === method,
    );
  }

  private transmit(message: SipText): void {
    if (this.wire === null) throw new Error('the phone is not connected');
    this.wire.send(serialise(message));
  }

  sendRaw(text: string): void {
    this.wire?.send(text);
  }

  get address(): string {
    return `sip:${encodeURIComponent(this.agentId)}@${this.domain}`;
  }

  /** Sends a request and resolves with its final response; `seen` hears every response. */
  request(
    method: string,
    parts: {
      readonly uri?: string;
      readonly headers?: readonly (readonly [string, string])[];
      readonly body?: string;
      readonly from?: string;
      readonly to?: string;
      readonly callId?: string;
      readonly sequence?: number;
      readonly branch?: string;
      readonly seen?: (response: SipResponse) => void;
    } = {},
  ): Promise<SipResponse> {
    const branch = parts.branch ?? `z9hG4bK${unique()}`;
    const message: SipText = {
      start: { kind: 'request', method, uri: parts.uri ?? `sip:${this.domain}` },
      headers: [
        { name: 'Via', value: `SIP/2.0/WS phone.invalid;branch=${branch}` },
        { name: 'Max-Forwards', value: '69' },
        { name: 'From', value: parts.from ?? `<${this.address}>;tag=${unique()}` },
        { name: 'To', value: parts.to ?? `<${this.address}>` },
        { name: 'Call-ID', value: parts.callId ?? unique() },
        { name: 'CSeq', value: `${parts.sequence ?? 1} ${method}` },
        ...(parts.headers ?? []).map(([name, value]) => ({ name, value })),
      ],
      body: parts.body ?? '',
    };
    return new Promise((resolve) => {
      this.waiting.set(`${method} ${branch}`, (response) => {
        parts.seen?.(response);
        if (response.status < 200) return;
        if (method === 'INVITE' && response.status >= 300) this.acknowledgeRefusal(message, response);
        resolve(response);
      });
      this.transmit(message);
    });
  }

  private acknowledgeRefusal(invite: SipText, response: SipResponse): void {
    const { start } = invite;
    const kept = invite.headers.filter(({ name }) => ['Via', 'From', 'Call-ID', 'Max-Forwards'].includes(name));
    this.transmit({
      start: { kind: 'request', method: 'ACK', uri: start.kind === 'request' ? start.uri : '' },
      headers: [
        ...kept,
        { name: 'To', value: headerValue(response, 'To') ?? '' },
        { name: 'CSeq', value: `${response.cseq} ACK` },
      ],
      body: '',
    });
  }

  register(expires = 600, headers: readonly (readonly [string, string])[] = []): Promise<SipResponse> {
    this.registrations += 1;
    const instance = `;+sip.ice;reg-id=1;+sip.instance="<urn:uuid:${this.instance}>";expires=${expires}`;
    return this.request('REGISTER', {
      callId: this.registrationId,
      sequence: this.registrations,
      headers: [['Contact', `<${this.contact}>${instance}`], ['Expires', String(expires)], ...headers],
    });
  }

  respond(
    request: SipRequest,
    status: number,
    parts: {
      readonly body?: string;
      readonly tag?: string;
      readonly headers?: readonly (readonly [string, string])[];
    } = {},
  ): void {
    const to = headerValue(request, 'To') ?? '';
    const tag = request.toTag === null && status > 100 ? `;tag=${parts.tag ?? this.tagFor(request)}` : '';
    const copied = ['Via', 'From', 'Call-ID', 'CSeq'].map((name) => ({
      name,
      value: headerValue(request, name) ?? '',
    }));
    this.transmit({
      start: { kind: 'response', status, reason: 'Test' },
      headers: [
        ...copied,
        { name: 'To', value: `${to}${tag}` },
        { name: 'Contact', value: `<${this.contact}>` },
        ...(parts.body === undefined ? [] : [{ name: 'Content-Type', value: 'application/sdp' }]),
        ...(parts.headers ?? []).map(([name, value]) => ({ name, value })),
      ],
      body: parts.body ?? '',
    });
  }

  tagFor(request: SipRequest): string {
    return `t${request.callId.slice(0, 12)}`;
  }

  /** 100 and 180, as JsSIP sends them at once. */
  ring(invite: SipRequest): void {
    this.respond(invite, 100);
    this.respond(invite, 180);
  }

  answer(invite: SipRequest, body: string = testAnswer): PhoneDialog {
    this.respond(invite, 200, { body });
    return this.dialogOf(invite);
  }

  dialogOf(invite: SipRequest): PhoneDialog {
    const contact = /<([^>]+)>/.exec(headerValue(invite, 'Contact') ?? '')?.[1] ?? '';
    return {
      callId: invite.callId,
      localTag: this.tagFor(invite),
      remoteTag: invite.fromTag,
      target: contact,
      local: headerValue(invite, 'To') ?? '',
      remote: (headerValue(invite, 'From') ?? '').replace(/;tag=.*$/, ''),
      sequence: 10,
    };
  }

  within(
    dialog: PhoneDialog,
    method: string,
    parts: { readonly body?: string; readonly headers?: readonly (readonly [string, string])[] } = {},
  ): Promise<SipResponse> {
    dialog.sequence += 1;
    return this.request(method, {
      uri: dialog.target,
      from: `${dialog.local};tag=${dialog.localTag}`,
      to: `${dialog.remote};tag=${dialog.remoteTag}`,
      callId: dialog.callId,
      sequence: dialog.sequence,
      headers: [['Contact', `<${this.contact}>`], ...(parts.headers ?? [])],
      body: parts.body ?? '',
    });
  }

  /** ACK to a 2xx of the dialog's INVITE with that CSeq. */
  acknowledge(dialog: PhoneDialog, sequence: number): void {
    this.transmit({
      start: { kind: 'request', method: 'ACK', uri: dialog.target },
      headers: [
        { name: 'Via', value: `SIP/2.0/WS phone.invalid;branch=z9hG4bK${unique()}` },
        { name: 'From', value: `${dialog.local};tag=${dialog.localTag}` },
        { name: 'To', value: `${dialog.remote};tag=${dialog.remoteTag}` },
        { name: 'Call-ID', value: dialog.callId },
        { name: 'CSeq', value: `${sequence} ACK` },
      ],
      body: '',
    });
  }

  /** Calls a contact; `dialog` of the final response is for BYE and the like. */
  call(
    contactId: string,
    options: {
      readonly headers?: readonly (readonly [string, string])[];
      readonly body?: string;
      readonly seen?: (response: SipResponse) => void;
    } = {},
  ) {
    const callId = unique();
    const tag = unique();
    const branch = `z9hG4bK${unique()}`;
    const to = `<sip:${encodeURIComponent(contactId)}@${this.domain}>`;
    const from = `<${this.address}>`;
    const uri = `sip:${encodeURIComponent(contactId)}@${this.domain}`;
    const final = this.request('INVITE', {
      uri,
      to,
      from: `${from};tag=${tag}`,
      callId,
      branch,
      body: options.body ?? testAnswer,
      headers: [['Contact', `<${this.contact}>`], ['Content-Type', 'application/sdp'], ...(options.headers ?? [])],
      ...(options.seen === undefined ? {} : { seen: options.seen }),
    });
    const cancel = () => this.request('CANCEL', { uri, to, from: `${from};tag=${tag}`, callId, branch: `${branch}` });
    const dialog = (response: SipResponse): PhoneDialog => ({
      callId,
      localTag: tag,
      remoteTag: response.toTag ?? '',
      target: /<([^>]+)>/.exec(headerValue(response, 'Contact') ?? '')?.[1] ?? '',
      local: from,
      remote: to,
      sequence: 1,
    });
    return { final, cancel, dialog };
  }
}
