import type { SipRequest } from '../../../src/gateway/sip/message.ts';
import { headerValue } from '../../../src/gateway/sip/message.ts';
import type { PhoneDialog } from '../../fakes/gateway-phone.ts';
import type { MemoryFlow } from '../gateway-sip/support.ts';
import { cut, type Rig, type RigPhone } from './support.ts';

type CallState = 'ringing' | 'answered' | 'talking' | 'over';

interface SeenCall {
  readonly invite: SipRequest;
  state: CallState;
  dialog: PhoneDialog | null;
}

/** A phone that behaves: answers every request, and keeps the books on what each call became here. */
export class SimulatedAgent {
  readonly calls = new Map<string, SeenCall>();
  private readonly rig: Rig;
  private readonly base: RigPhone;
  private flow: MemoryFlow;

  constructor(rig: Rig, base: RigPhone) {
    this.rig = rig;
    this.base = base;
    this.flow = base.flow;
    base.phone.onRequest = (request) => this.request(request);
  }

  get online(): boolean {
    return this.flow.open;
  }

  private request(request: SipRequest): void {
    const { phone } = this.base;
    const known = [...this.calls.values()].find(({ invite }) => invite.callId === request.callId);
    switch (request.method) {
      case 'INVITE':
        this.calls.set(headerValue(request, 'X-Cornetta-Call-Id') ?? '', {
          invite: request,
          state: 'ringing',
          dialog: null,
        });
        phone.ring(request);
        return;
      case 'CANCEL':
        phone.respond(request, 200);
        if (known?.state === 'ringing') {
          known.state = 'over';
          phone.respond(known.invite, 487);
        }
        return;
      case 'ACK':
        if (known?.state === 'answered') known.state = 'talking';
        return;
      case 'BYE':
        phone.respond(request, known === undefined || known.state === 'over' ? 481 : 200);
        if (known !== undefined) known.state = 'over';
        return;
      default:
        phone.respond(request, known?.state === 'talking' ? 200 : 481);
    }
  }

  stateOf(callId: string): CallState | null {
    return this.calls.get(callId)?.state ?? null;
  }

  /** @returns whether the 200 went out while the phone rang. */
  answer(callId: string): boolean {
    const call = this.calls.get(callId);
    if (call?.state !== 'ringing' || !this.online) return false;
    call.state = 'answered';
    call.dialog = this.base.phone.answer(call.invite);
    return true;
  }

  decline(callId: string): void {
    const call = this.calls.get(callId);
    if (call?.state !== 'ringing' || !this.online) return;
    call.state = 'over';
    this.base.phone.respond(call.invite, 603);
  }

  hangUp(callId: string): void {
    const call = this.calls.get(callId);
    if (call?.state !== 'talking' || call.dialog === null || !this.online) return;
    call.state = 'over';
    void this.base.phone.within(call.dialog, 'BYE');
  }

  drop(): void {
    if (!this.online) return;
    cut(this.flow);
    // What rang cannot be answered any more; JsSIP forgets its transactions with the socket.
    for (const call of this.calls.values()) if (call.state === 'ringing') call.state = 'over';
  }

  comeBack(): void {
    if (this.online) return;
    this.flow = this.rig.connect(this.base.phone);
    void this.base.phone.register();
  }
}
