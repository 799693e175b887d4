import { setTimeout as pause } from 'node:timers/promises';

export { pause };

/** Asks again and again until there is an answer. @throws when there is none in time */
export async function until<T>(
  what: string,
  ask: () => T | null | Promise<T | null>,
  { timeoutMs = 15_000, everyMs = 25 } = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await pause(everyMs);
  }
}
