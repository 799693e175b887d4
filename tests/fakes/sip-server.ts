import type { OpenSocket, WireSocket } from '../../src/renderer/phone/sip/wire-socket.ts';
import { headerOf, parseSip, responseTo, type SipText } from './sip-text.ts';

/** Stands for a WebSocket of the browser whose other end the test holds. */
export class FakeSocket implements WireSocket {
  readyState = 0;
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  readonly url: string;
  readonly server: SipServer;

  constructor(url: string, server: SipServer) {
    this.url = url;
    this.server = server;
  }

  send(data: string): void {
    this.server.receive(this, data);
  }

  close(): void {
    this.readyState = 3;
  }

  /** The server accepts the connection. */
  accept(): void {
    this.readyState = 1;
    this.onopen?.(new Event('open'));
  }

  /** The server, or the network, ends the connection. */
  drop(code = 1006, reason = ''): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclose?.(Object.assign(new Event('close'), { code, reason, wasClean: false }));
  }

  deliver(text: string): void {
    if (this.readyState === 1) this.onmessage?.(Object.assign(new Event('message'), { data: text }) as MessageEvent);
  }
}

type Reply = (request: SipText, socket: FakeSocket) => string | null;

/** The other end of the socket, at the level of SIP text: accepts REGISTER, answers OPTIONS and pings, and notes everything. */
export class SipServer {
  readonly sockets: FakeSocket[] = [];
  readonly received: SipText[] = [];
  pings = 0;
  /** What becomes of a new connection. */
  connections: 'accepted' | 'refused' | 'unanswered' = 'accepted';
  answersPings = true;
  /** Replies to requests by method; null: no answer. */
  readonly replies = new Map<string, Reply>([
    ['REGISTER', (request) => acceptRegistration(request)],
    ['OPTIONS', (request) => responseTo(request, 200, 'OK')],
    ['BYE', (request) => responseTo(request, 200, 'OK')],
  ]);

  readonly open: OpenSocket = (url) => {
    const socket = new FakeSocket(url, this);
    this.sockets.push(socket);
    setTimeout(() => {
      if (socket.readyState !== 0) return;
      if (this.connections === 'accepted') socket.accept();
      if (this.connections === 'refused') socket.drop();
    }, 1);
    return socket;
  };

  /** The connection that stands. */
  get socket(): FakeSocket {
    const socket = this.sockets.findLast(({ readyState }) => readyState === 1);
    if (socket === undefined) throw new Error('no connection stands');
    return socket;
  }

  /** The address that REGISTER named: where requests to the phone go. */
  get contact(): string {
    const register = this.received.findLast(({ method }) => method === 'REGISTER');
    const address = register === undefined ? undefined : /<([^>]+)>/.exec(headerOf(register, 'Contact'))?.[1];
    if (address === undefined) throw new Error('nobody registered');
    return address;
  }

  receive(socket: FakeSocket, data: string): void {
    if (data === '\r\n\r\n') {
      this.pings += 1;
      if (this.answersPings) setTimeout(() => socket.deliver('\r\n'), 1);
      return;
    }
    const message = parseSip(data);
    this.received.push(message);
    const answer = message.method === null ? null : (this.replies.get(message.method)?.(message, socket) ?? null);
    if (answer !== null) setTimeout(() => socket.deliver(answer), 1);
  }

  deliver(text: string): void {
    this.socket.deliver(text);
  }

  requests(method: string): readonly SipText[] {
    return this.received.filter((message) => message.method === method);
  }

  /** Responses of the phone to requests with this method. */
  responses(method: string): readonly SipText[] {
    return this.received.filter(
      (message) => message.status !== null && headerOf(message, 'CSeq').endsWith(` ${method}`),
    );
  }

  last(what: (message: SipText) => boolean): SipText {
    const message = this.received.findLast(what);
    if (message === undefined) throw new Error('no such message was received');
    return message;
  }
}

export const acceptRegistration = (request: SipText): string =>
  responseTo(request, 200, 'OK', [`Contact: ${headerOf(request, 'Contact')}`]);
