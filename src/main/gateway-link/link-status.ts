import type { Clock } from '../platform/clock.ts';

/** What the agent is told about the link to the gateway. */
export interface LinkState {
  readonly state: 'connected' | 'connecting' | 'offline';
  /** Short English cause; null when connected. */
  readonly reason: string | null;
}

export interface LinkStatus {
  current(): LinkState;
  /** Up to date and following. */
  up(): void;
  /** A connection or an attempt to make one ended; it goes on being tried. */
  down(reason: string): void;
  /** It makes no sense to go on trying as before: the token is refused, another computer took over, the app ends. */
  off(reason: string): void;
  /** From the beginning, or after `off`: it is tried again. */
  trying(): void;
}

/** A cut that is mended within this time is not worth the word "offline". */
const patienceMs = 2500;

/**
 * ```
 *               up                      down
 *  connecting ──────▶ connected ─────────────────────▶ connecting
 *      │  ▲               │ off                            │ patience is over
 *      │  └─ trying ──┐   ▼                                ▼
 *      └─ patience ──▶ offline ◀────────── off ──────── (any)
 *                         │ up ──▶ connected
 * ```
 * While it is tried in vain it stays offline, with the latest reason: no flicker between two tries.
 */
export function createLinkStatus(clock: Clock, onChange: (state: LinkState) => void): LinkStatus {
  let state: LinkState = { state: 'connecting', reason: 'starting' };
  let cancelPatience = clock.after(patienceMs, giveUp);

  function become(next: LinkState): void {
    if (next.state === state.state && next.reason === state.reason) return;
    state = next;
    onChange(next);
  }

  function giveUp(): void {
    if (state.state === 'connecting') become({ state: 'offline', reason: state.reason });
  }

  function connecting(reason: string): void {
    cancelPatience();
    cancelPatience = clock.after(patienceMs, giveUp);
    become({ state: 'connecting', reason });
  }

  return {
    current: () => state,
    up: () => {
      cancelPatience();
      become({ state: 'connected', reason: null });
    },
    down: (reason) => {
      if (state.state === 'connected') connecting(reason);
      else become({ state: state.state, reason });
    },
    off: (reason) => {
      cancelPatience();
      become({ state: 'offline', reason });
    },
    trying: () => {
      if (state.state === 'offline') connecting('trying again');
    },
  };
}
