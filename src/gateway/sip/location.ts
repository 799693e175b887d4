import type { Clock } from '../platform/clock.ts';
import type { Flow } from './flow.ts';
import type { Parameter } from './parameters.ts';

/** One phone of an agent that can be reached (RFC 3261 §10). */
export interface Binding {
  readonly agentId: string;
  /** `+sip.instance` and `reg-id` (RFC 5626), else the Contact URI: the same phone after a reconnect has the same one. */
  readonly device: string;
  /** Contact URI as registered: where requests are sent. */
  readonly contact: string;
  /** Contact parameters as registered, without `expires`. */
  readonly parameters: readonly Parameter[];
  readonly flow: Flow;
  /** By the clock that never jumps: a step of the wall clock must not make every phone unreachable. */
  readonly expiresAt: number;
  readonly callId: string;
  readonly cseq: number;
}

/** The agents' phones. Bindings over a closed flow or past their time are not there, whether removed yet or not. */
export class Location {
  private readonly clock: Clock;
  private readonly agents = new Map<string, Map<string, Binding>>();
  /** A phone came over a flow that it was not on before: it can be rung, and its calls go on there. */
  onArrived: (binding: Binding, previous: Binding | null) => void = () => {};

  constructor(clock: Clock) {
    this.clock = clock;
  }

  bindings(agentId: string): readonly Binding[] {
    const now = this.clock.monotonic();
    const devices = this.agents.get(agentId)?.values() ?? [];
    return [...devices].filter(({ flow, expiresAt }) => flow.open && expiresAt > now);
  }

  all(): readonly Binding[] {
    return [...this.agents.keys()].flatMap((agentId) => this.bindings(agentId));
  }

  /** Also a binding that has expired or whose flow is closed. */
  find(agentId: string, device: string): Binding | undefined {
    return this.agents.get(agentId)?.get(device);
  }

  put(binding: Binding): void {
    const devices = this.agents.get(binding.agentId) ?? new Map<string, Binding>();
    this.agents.set(binding.agentId, devices);
    const previous = devices.get(binding.device) ?? null;
    devices.set(binding.device, binding);
    if (previous?.flow !== binding.flow || previous.expiresAt <= this.clock.monotonic())
      this.onArrived(binding, previous);
  }

  remove(agentId: string, device: string): void {
    const devices = this.agents.get(agentId);
    devices?.delete(device);
    if (devices?.size === 0) this.agents.delete(agentId);
  }

  flowClosed(flow: Flow): void {
    for (const [agentId, devices] of this.agents) {
      for (const [device, binding] of devices) if (binding.flow === flow) this.remove(agentId, device);
    }
  }
}
