import { type Desk, pass } from './sip-desk.ts';
import { fakeStream, lastPeerConnection } from './sip-peer-connection.ts';
import type { SipServer } from './sip-server.ts';
import { audioSdp, headerOf, headersOf, responseTo, type SipText, tagOf, write } from './sip-text.ts';

export interface InviteOptions {
  /** SIP's own Call-ID, one for each INVITE. */
  readonly id?: string;
  readonly headers?: readonly string[];
  readonly from?: string;
}

/** Somebody who calls the phone, over the connection that stands. */
export class Caller {
  readonly #server: SipServer;
  readonly #id: string;
  readonly #from: string;
  readonly #branch: string;
  readonly #headers: readonly string[];
  #sequence = 1;

  constructor(
    server: SipServer,
    { id = 'invite-1', headers = [], from = '"Anna" <sip:anna@example.com>' }: InviteOptions = {},
  ) {
    this.#server = server;
    this.#id = id;
    this.#from = from;
    this.#branch = `z9hG4bK-${id}`;
    this.#headers = headers;
  }

  invite(): this {
    this.#send(
      'INVITE',
      1,
      this.#branch,
      '',
      ['Contact: <sip:anna@far.invalid;transport=ws>', ...this.#headers],
      audioSdp(),
    );
    return this;
  }

  cancel(reason?: string): void {
    this.#send('CANCEL', 1, this.#branch, '', reason === undefined ? [] : [`Reason: ${reason}`]);
  }

  /** Confirms the phone's 200. */
  ack(sequence = 1): void {
    this.#send('ACK', sequence, `${this.#branch}-ack-${sequence}`, this.#tag());
  }

  bye(reason?: string): void {
    this.#sequence += 1;
    const headers = reason === undefined ? [] : [`Reason: ${reason}`];
    this.#send('BYE', this.#sequence, `${this.#branch}-bye`, this.#tag(), headers);
  }

  /** Changes the call from the far end; returns the CSeq. */
  reinvite(direction: 'sendrecv' | 'sendonly'): number {
    this.#sequence += 1;
    const contact = ['Contact: <sip:anna@far.invalid;transport=ws>'];
    this.#send(
      'INVITE',
      this.#sequence,
      `${this.#branch}-re-${this.#sequence}`,
      this.#tag(),
      contact,
      audioSdp(direction),
    );
    return this.#sequence;
  }

  /** Says something inside the call; returns the CSeq. */
  info(headers: readonly string[], body: string, contentType = 'text/plain;charset=utf-8'): number {
    this.#sequence += 1;
    const branch = `${this.#branch}-info-${this.#sequence}`;
    this.#send('INFO', this.#sequence, branch, this.#tag(), headers, body, contentType);
    return this.#sequence;
  }

  /** Final responses of the phone to the INVITE. */
  get answers(): readonly SipText[] {
    return this.#server
      .responses('INVITE')
      .filter((message) => headerOf(message, 'Call-ID') === this.#id && (message.status ?? 0) >= 200);
  }

  #tag(): string {
    const answered = this.#server.responses('INVITE').findLast((message) => headerOf(message, 'Call-ID') === this.#id);
    return answered === undefined ? '' : tagOf(headerOf(answered, 'To'));
  }

  #send(
    method: string,
    sequence: number,
    branch: string,
    toTag: string,
    headers: readonly string[] = [],
    body = '',
    contentType = 'application/sdp',
  ): void {
    this.#server.deliver(
      write(
        `${method} ${this.#server.contact} SIP/2.0`,
        [
          `Via: SIP/2.0/WS far.invalid;branch=${branch}`,
          'Max-Forwards: 70',
          `From: ${this.#from};tag=caller`,
          `To: <sip:eva@example.com>${toTag === '' ? '' : `;tag=${toTag}`}`,
          `Call-ID: ${this.#id}`,
          `CSeq: ${sequence} ${method}`,
          ...headers,
        ],
        body,
        contentType,
      ),
    );
  }
}

/** The far end of a call that the phone places: answers its INVITE as the test says. */
export function answerInvite(server: SipServer, status: number, phrase: string, headers: readonly string[] = []): void {
  const invite = server.last(({ method }) => method === 'INVITE');
  const contact = status > 100 && status < 300 ? ['Contact: <sip:far@far.invalid;transport=ws>'] : [];
  server.deliver(responseTo(invite, status, phrase, [...contact, ...headers], status === 200 ? audioSdp() : ''));
}

/** Direction of the audio in the last offer that the phone sent. */
export function lastOfferDirection(server: SipServer): string | undefined {
  const offer = server.last((message) => message.method === 'INVITE' && headersOf(message, 'Content-Type').length > 0);
  return /a=(sendrecv|sendonly|recvonly|inactive)/.exec(offer.body)?.[1];
}

function nobodyCalls(): never {
  throw new Error('no call was offered');
}

/** Accepts a change of the call. */
export const agree = (request: SipText): string =>
  responseTo(request, 200, 'OK', ['Contact: <sip:anna@far.invalid>', 'Content-Type: application/sdp'], audioSdp());

/** An answered call whose far end agrees to every change. */
export async function talkAtDesk(desk: Desk) {
  const caller = new Caller(desk.server).invite();
  await pass(5);
  const { call, log } = desk.offers.at(-1) ?? nobodyCalls();
  const answered = call.answer(fakeStream());
  await pass(100);
  await answered;
  caller.ack();
  await pass(5);
  desk.server.replies.set('INVITE', agree);
  const connection = lastPeerConnection();
  connection.become('connected');
  log.said.length = 0;
  return { caller, call, log, connection };
}
