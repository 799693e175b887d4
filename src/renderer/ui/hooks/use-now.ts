import { useEffect, useState } from 'react';

/**
 * The current instant, renewed each `periodMs` while the component is shown.
 * @param origin with it the renewals fall on whole periods before and after that instant: a timer that starts at it, or a
 * countdown that ends at it, shows each second in full
 */
export function useNow(periodMs: number, origin = 0): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = (): void => {
      const current = Date.now();
      setNow(current);
      timer = setTimeout(tick, untilNextPeriod(current, origin, periodMs));
    };
    tick();
    return () => clearTimeout(timer);
  }, [periodMs, origin]);
  return now;
}

/** Milliseconds until just after the next whole period; never 0. */
export function untilNextPeriod(now: number, origin: number, periodMs: number): number {
  const passed = (((now - origin) % periodMs) + periodMs) % periodMs;
  return periodMs - passed + 1;
}
