import type { Clock, Timer } from '../platform/clock.ts';
import { buildResponse, newTag, type ResponseParts } from './build.ts';
import type { Flow } from './flow.ts';
import type { SipRequest } from './message.ts';
import { serialise } from './serialise.ts';
import { sipTimers } from './timers.ts';

type State = 'proceeding' | 'accepted' | 'completed' | 'over';

/**
 * A request received and the answer to it (RFC 3261 §17.2, RFC 6026).
 *
 *     proceeding ──2xx to INVITE──▶ accepted ──timer L──▶ over
 *         │                                                ▲
 *         └──any other final──▶ completed ──ACK, timer H/J──┘
 */
export class ServerTransaction {
  readonly request: SipRequest;
  readonly flow: Flow;
  /** To tag of this side; the same in each response. */
  readonly localTag: string;
  /** The client gave up before a final response (CANCEL). */
  onCancel: ((cancel: SipRequest) => void) | null = null;
  /** The socket closed before a final response: none can be delivered. */
  onLost: (() => void) | null = null;

  private readonly clock: Clock;
  private readonly onOver: () => void;
  private state: State = 'proceeding';
  private last: string | null = null;
  private timer: Timer;

  constructor(request: SipRequest, flow: Flow, clock: Clock, onOver: () => void) {
    this.request = request;
    this.flow = flow;
    this.clock = clock;
    this.onOver = onOver;
    this.localTag = request.toTag ?? newTag();
  }

  get pending(): boolean {
    return this.state === 'proceeding';
  }

  /** Does nothing after a final response. false: nothing was sent, because of that or because the socket is closed. */
  respond(status: number, parts: Omit<ResponseParts, 'toTag'> = {}): boolean {
    if (this.state !== 'proceeding') return false;
    this.last = serialise(buildResponse(this.request, status, { ...parts, toTag: this.localTag }));
    if (status >= 200) this.finish(status);
    return this.flow.send(this.last);
  }

  private finish(status: number): void {
    const invite = this.request.method === 'INVITE';
    this.state = invite && status < 300 ? 'accepted' : 'completed';
    this.timer = this.clock.setTimeout(() => this.end(), invite ? sipTimers.transaction : sipTimers.completed);
  }

  /** The same request came again: the same answer goes out, but a 2xx to INVITE, which belongs to the dialog by then. */
  receiveDuplicate(): void {
    if (this.last !== null && this.state !== 'accepted') this.flow.send(this.last);
  }

  /** @returns whether the ACK belongs here: one for a 2xx belongs to the dialog. */
  receiveAck(): boolean {
    if (this.state !== 'completed') return false;
    this.end();
    return true;
  }

  receiveCancel(cancel: SipRequest): void {
    if (this.state === 'proceeding') this.onCancel?.(cancel);
  }

  flowClosed(): void {
    const pending = this.state === 'proceeding';
    this.end();
    if (pending) this.onLost?.();
  }

  end(): void {
    this.clock.clearTimeout(this.timer);
    if (this.state === 'over') return;
    this.state = 'over';
    this.onOver();
  }
}
