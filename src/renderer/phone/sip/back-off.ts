/** Delays of the first attempts: a short cut in the network must cost less than two seconds. */
const firstDelays = [0, 250, 500, 1000] as const;

/** For so long an agent probably waits for a call with the network just gone: attempts stay close together. */
const impatientMs = 60_000;
const impatientDelayMs = 1500;
const patientFirstMs = 3000;
const patientCapMs = 15_000;

/**
 * Milliseconds to wait before connecting again.
 * @param attempt 0 for the first attempt since the connection was lost
 * @param elapsedMs since the connection was lost
 * @param random in [0, 1): spreads the agents of a team, who all lose a gateway at the same instant
 */
export function reconnectDelay(attempt: number, elapsedMs: number, random: () => number): number {
  const first = firstDelays[attempt];
  if (first !== undefined) return spread(first, random) + random() * 100;
  if (elapsedMs < impatientMs) return spread(impatientDelayMs, random);
  return spread(Math.min(patientCapMs, patientFirstMs * 2 ** Math.floor(elapsedMs / impatientMs)), random);
}

/**
 * Milliseconds to wait before REGISTER is sent again on a connection that stands: 0.5 s doubling to 15 s.
 * @param retryAfterMs what the registrar asked for (RFC 3261 §20.33); wins where it is longer
 */
export function registerDelay(attempt: number, retryAfterMs: number, random: () => number): number {
  const own = Math.min(patientCapMs, 500 * 2 ** Math.min(attempt, 10));
  return spread(Math.max(own, retryAfterMs), random);
}

/** After wrong credentials: only an administrator changes that, and some servers lock an account out. */
export const refusedDelay = (random: () => number): number => 30_000 + random() * 15_000;

/** Between three quarters and five quarters of the delay. */
const spread = (delay: number, random: () => number): number => delay * (0.75 + random() * 0.5);
