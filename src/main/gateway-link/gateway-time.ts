import type { Clock } from '../platform/clock.ts';

/** The clocks of this computer at one instant. */
export interface TimeMark {
  readonly wall: number;
  readonly monotonic: number;
}

export interface GatewayTime {
  /** To be taken right before the gateway is asked. */
  mark(): TimeMark;
  /** @param at what the gateway's wall clock showed when it answered */
  learn(asked: TimeMark, at: number): void;
  /** How far the gateway's wall clock is ahead of this computer's, in milliseconds; 0 until it was told. */
  aheadMs(): number;
}

/** Wall clock and `sinceBoot`, as fine as a second, differ by less than this where nobody set the wall clock. */
const jumpMs = 2_000;
/** A smaller change is of no use to an agent. */
const worthTellingMs = 1_000;

/**
 * What time it is at the gateway, whatever this computer's clock says: rules end by the gateway's clock, and what it refuses must not be
 * offered here. Clocks that agree within the time an answer takes count as the same. Setting the clock here changes nothing of what is known.
 * @param onChange it was learnt to be another one; where only the clock here was set nobody is told
 */
export function createGatewayTime(
  clock: Pick<Clock, 'now' | 'monotonic' | 'sinceBoot'>,
  onChange: (aheadMs: number) => void,
): GatewayTime {
  let known: { readonly aheadMs: number; readonly wall: number; readonly boot: number } | null = null;
  let told = 0;

  const mark = (): TimeMark => ({ wall: clock.now(), monotonic: clock.monotonic() });

  function aheadMs(): number {
    if (known === null) return 0;
    const set = clock.now() - known.wall - (clock.sinceBoot() - known.boot);
    return Math.abs(set) < jumpMs ? known.aheadMs : known.aheadMs - Math.round(set);
  }

  return {
    mark,
    learn: (asked, at) => {
      const { wall, monotonic } = mark();
      const tripMs = monotonic - asked.monotonic;
      // Somebody set the clock meanwhile: the next answer will tell.
      if (Math.abs(wall - asked.wall - tripMs) >= jumpMs) return;
      const most = at - asked.wall;
      const least = at - wall;
      const current = aheadMs();
      // A slow answer is no reason to forget what a quick one told better.
      const next = least <= current && current <= most ? current : Math.round((least + most) / 2);
      known = { aheadMs: next, wall, boot: clock.sinceBoot() };
      if (Math.abs(known.aheadMs - told) < worthTellingMs) return;
      told = known.aheadMs;
      onChange(told);
    },
    aheadMs,
  };
}
