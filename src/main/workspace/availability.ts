import type { AgentCommand } from '#shared/contracts/agent.ts';
import type { Presence } from '#shared/contracts/records.ts';
import type { Result } from '#shared/result.ts';
import type { Clock } from '../platform/clock.ts';

export interface AvailabilityOptions {
  /** How things stand this moment. */
  readonly current: () => { readonly presence: Presence; readonly ringing: boolean };
  readonly command: (command: AgentCommand) => Promise<Result<null>>;
  readonly clock: Pick<Clock, 'after'>;
}

const retryMs = 3_000;

/**
 * Keeps the gateway informed of the agent's availability, which it forgets with each connection. One command at a time and always the
 * newest state: after a series of quick changes the last one stands, and one that got lost is told again.
 */
export function createAvailability({ current, command, clock }: AvailabilityOptions) {
  /** What the gateway has confirmed on this connection. */
  let told: string | null = null;
  let isConnected = false;
  let isTelling = false;
  let cancelRetry = (): void => undefined;

  async function tell(): Promise<void> {
    if (isTelling || !isConnected) return;
    const { presence, ringing } = current();
    const now = `${presence} ${ringing}`;
    if (now === told) return;
    cancelRetry();
    isTelling = true;
    const reply = await command({ do: 'presence', presence, ringing });
    isTelling = false;
    if (reply.ok) {
      told = now;
      return tell();
    }
    told = null;
    cancelRetry = clock.after(retryMs, () => void tell());
  }

  return {
    /** Presence, wrap-up or whatever decides whether calls ring may have changed. */
    changed: (): void => void tell(),
    connection: (isUp: boolean): void => {
      isConnected = isUp;
      told = null;
      if (isUp) void tell();
      else cancelRetry();
    },
  };
}
