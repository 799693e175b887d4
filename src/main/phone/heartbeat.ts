import type { Clock } from '../platform/clock.ts';

export interface HeartbeatOptions {
  readonly clock: Pick<Clock, 'monotonic' | 'after'>;
  readonly intervalMs: number;
  /** Silence for so long means that the other side hangs. */
  readonly silentMs: number;
  readonly beat: () => void;
  readonly onSilent: () => void;
}

export interface Heartbeat {
  /** The other side said something. */
  heard(): void;
  stop(): void;
}

/**
 * Asks every interval and finds out when nobody answers. A beat that itself comes late (the computer slept, main was busy) starts the
 * silence anew: what was not heard meanwhile is nobody's fault.
 */
export function startHeartbeat({ clock, intervalMs, silentMs, beat, onSilent }: HeartbeatOptions): Heartbeat {
  let heardAt = clock.monotonic();
  let beatAt = heardAt;
  let cancel = clock.after(intervalMs, tick);

  function tick(): void {
    const now = clock.monotonic();
    if (now - beatAt > intervalMs * 2) heardAt = now;
    beatAt = now;
    if (now - heardAt >= silentMs) {
      onSilent();
      return;
    }
    cancel = clock.after(intervalMs, tick);
    beat();
  }

  return {
    heard() {
      heardAt = clock.monotonic();
    },
    stop: () => cancel(),
  };
}
