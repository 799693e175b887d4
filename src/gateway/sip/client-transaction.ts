import type { Clock, Timer } from '../platform/clock.ts';
import { productName } from './build.ts';
import type { Flow } from './flow.ts';
import { type Header, headerValue, headerValues, type SipResponse, type SipText } from './message.ts';
import { serialise } from './serialise.ts';
import { sipTimers } from './timers.ts';

export interface ClientHandlers {
  /** 101…199; a 100 says nothing that anybody needs. */
  readonly onProvisional?: (response: SipResponse) => void;
  /** Called again where an INVITE gets several 2xx. */
  readonly onFinal: (response: SipResponse) => void;
  /** No final response will come. */
  readonly onFailed: (cause: 'timeout' | 'flow-closed') => void;
}

type State = 'calling' | 'proceeding' | 'accepted' | 'over';

/**
 * A request sent and what comes back (RFC 3261 §17.1, RFC 6026). ACK to a refused INVITE is sent here, ACK to a 2xx by the dialog.
 *
 *     calling ──1xx──▶ proceeding ──2xx to INVITE──▶ accepted ──timer M──▶ over
 *        └──timer B/F──▶ over ◀──────any other final──────┘
 */
export class ClientTransaction {
  readonly flow: Flow;
  private readonly request: SipText;
  private readonly method: string;
  private readonly clock: Clock;
  private readonly handlers: ClientHandlers;
  private readonly onOver: () => void;
  private state: State = 'calling';
  private timer: Timer;
  /** Wanted before anything came back: RFC 3261 §9.1 lets a CANCEL go out only after a provisional response. */
  private cancelHeaders: readonly Header[] | null = null;
  private cancelled = false;

  constructor(
    request: SipText,
    method: string,
    flow: Flow,
    clock: Clock,
    handlers: ClientHandlers,
    onOver: () => void,
  ) {
    this.request = request;
    this.method = method;
    this.flow = flow;
    this.clock = clock;
    this.handlers = handlers;
    this.onOver = onOver;
  }

  start(): void {
    this.timer = this.clock.setTimeout(() => this.fail('timeout'), sipTimers.transaction);
    if (!this.flow.send(serialise(this.request))) this.fail('flow-closed');
  }

  receive(response: SipResponse): void {
    if (this.state === 'over') return;
    if (response.status < 200) this.receiveProvisional(response);
    else if (this.method === 'INVITE' && response.status < 300) this.receiveAccepted(response);
    else if (this.state !== 'accepted') {
      if (this.method === 'INVITE') this.flow.send(serialise(this.derived('ACK', headerValue(response, 'To') ?? '')));
      this.end();
      this.handlers.onFinal(response);
    }
  }

  private receiveProvisional(response: SipResponse): void {
    if (this.state === 'accepted') return;
    if (this.state === 'calling' && this.method === 'INVITE') this.clock.clearTimeout(this.timer);
    this.state = 'proceeding';
    if (this.cancelHeaders !== null && !this.cancelled) this.sendCancel(this.cancelHeaders);
    if (response.status > 100) this.handlers.onProvisional?.(response);
  }

  private receiveAccepted(response: SipResponse): void {
    if (this.state !== 'accepted') {
      this.state = 'accepted';
      this.clock.clearTimeout(this.timer);
      this.timer = this.clock.setTimeout(() => this.end(), sipTimers.transaction);
    }
    this.handlers.onFinal(response);
  }

  /** Gives up an INVITE; a 2xx that was already on its way still reaches `onFinal`. */
  cancel(headers: readonly Header[]): void {
    if (this.cancelHeaders !== null || this.state === 'accepted' || this.state === 'over') return;
    this.cancelHeaders = headers;
    if (this.state === 'proceeding') this.sendCancel(headers);
  }

  private sendCancel(headers: readonly Header[]): void {
    this.cancelled = true;
    this.flow.send(serialise(this.derived('CANCEL', headerValue(this.request, 'To') ?? '', headers)));
    this.clock.clearTimeout(this.timer);
    this.timer = this.clock.setTimeout(() => this.fail('timeout'), sipTimers.transaction);
  }

  /** ACK (§17.1.1.3) and CANCEL (§9.1) repeat the INVITE's topmost Via, Route, From, Call-ID and CSeq number. */
  private derived(method: 'ACK' | 'CANCEL', to: string, headers: readonly Header[] = []): SipText {
    const { start } = this.request;
    const cseq = headerValue(this.request, 'CSeq')?.split(' ')[0] ?? '';
    return {
      start: { kind: 'request', method, uri: start.kind === 'request' ? start.uri : '' },
      headers: [
        { name: 'Via', value: headerValue(this.request, 'Via') ?? '' },
        ...headerValues(this.request, 'Route').map((value) => ({ name: 'Route', value })),
        { name: 'Max-Forwards', value: '70' },
        { name: 'From', value: headerValue(this.request, 'From') ?? '' },
        { name: 'To', value: to },
        { name: 'Call-ID', value: headerValue(this.request, 'Call-ID') ?? '' },
        { name: 'CSeq', value: `${cseq} ${method}` },
        { name: 'User-Agent', value: productName },
        ...headers,
      ],
      body: '',
    };
  }

  flowClosed(): void {
    this.fail('flow-closed');
  }

  private fail(cause: 'timeout' | 'flow-closed'): void {
    const accepted = this.state === 'accepted';
    if (this.state === 'over') return;
    this.end();
    if (!accepted) this.handlers.onFailed(cause);
  }

  private end(): void {
    this.clock.clearTimeout(this.timer);
    this.state = 'over';
    this.onOver();
  }
}
