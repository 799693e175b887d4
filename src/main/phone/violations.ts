export interface Violations {
  /** Notes one more. @returns whether there were too many lately */
  count(now: number): boolean;
}

/** @param most so many within `windowMs` milliseconds are too many */
export function createViolations(most: number, windowMs: number): Violations {
  let times: number[] = [];
  return {
    count(now) {
      times = [...times.filter((time) => now - time < windowMs), now].slice(-most);
      return times.length >= most;
    },
  };
}
