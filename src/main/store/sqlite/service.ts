/** A store as it lives in its own thread: plain synchronous functions behind the names of the asynchronous interface. */
import { classify, type StoreFailure, type StoreResult } from '../store-error.ts';

/** `Store` with each method answering at once and throwing what goes wrong. */
export type Handlers<Store> = {
  readonly [Method in keyof Store]: Store[Method] extends (
    ...args: infer Arguments
  ) => Promise<StoreResult<infer Value>>
    ? (...args: Arguments) => Value
    : never;
};

export interface StoreService<Store> {
  readonly handlers: Handlers<Store>;
  /** The last session did not close the file in order: it should be checked. */
  readonly unclean: boolean;
  /** false where the file was lost hold of and could not be opened again: only a new thread can help. */
  usable(): boolean;
  /** Puts a sound file in the place of a damaged one and reports it. */
  heal(cause: string): void;
  /** The check after an unclean end found nothing wrong. Without it the next session counts this one as unclean too. */
  checked(): void;
  close(): void;
}

/** Turns what an operation throws into a value. */
export const attempt = <T>(operation: () => T): StoreResult<T> => {
  try {
    return { ok: true, value: operation() };
  } catch (error) {
    return { ok: false, error: classify(error) };
  }
};

/**
 * Runs one request. Where the file turns out to be damaged it is mended and the request is tried once more.
 * @param heal throws where the damage could not be mended
 */
export function runHealing<T>(operation: () => T, heal: (cause: string) => void): StoreResult<T> {
  const first = attempt(operation);
  if (first.ok || first.error.fault !== 'corrupt') return first;
  const mended = attempt(() => heal(causeOf(first.error)));
  return mended.ok ? attempt(operation) : mended;
}

const causeOf = (error: StoreFailure): string => error.detail ?? error.fault;
