import type { Clock } from './clock.ts';

/**
 * Waits for `work`, but not for ever. What is still under way then goes on.
 * @returns whether it was done by then
 * @throws what the work rejects with by then
 */
export async function atMost(
  clock: Pick<Clock, 'after'>,
  milliseconds: number,
  work: Promise<unknown> | undefined,
): Promise<boolean> {
  let cancel = (): void => undefined;
  const late = new Promise<boolean>((resolve) => {
    cancel = clock.after(milliseconds, () => resolve(false));
  });
  try {
    return await Promise.race([Promise.resolve(work).then(() => true), late]);
  } finally {
    cancel();
  }
}
