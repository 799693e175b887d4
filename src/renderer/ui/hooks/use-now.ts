import { useEffect, useState } from 'react';

/**
 * The current instant, renewed each `periodMs` while the component is shown.
 * @param origin with it the renewals fall on whole periods since that instant: a timer that starts at it shows each second in full
 */
export function useNow(periodMs: number, origin = 0): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = (): void => {
      const current = Date.now();
      setNow(current);
      timer = setTimeout(tick, periodMs - (Math.abs(current - origin) % periodMs) + 1);
    };
    tick();
    return () => clearTimeout(timer);
  }, [periodMs, origin]);
  return now;
}
