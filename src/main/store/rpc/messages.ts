/** What the main thread and a store's thread say to each other. */
import type { StoreFailure, StoreResult } from '../store-error.ts';
import type { StoreHealth } from '../store-health.ts';

/** `check`: reads the whole file on a connection of its own, reports and ends. */
export interface StoreWorkerData {
  readonly role: 'serve' | 'check';
  readonly path: string;
}

/** `heal`, `checked` and `close` are the thread's own; the others are methods of the store's interface. */
export interface StoreRequest {
  readonly id: number;
  readonly method: string;
  readonly parameters: readonly unknown[];
}

export type StoreReply =
  | { readonly type: 'opened'; readonly unclean: boolean }
  | { readonly type: 'refused'; readonly error: StoreFailure }
  | { readonly type: 'reply'; readonly id: number; readonly tookMs: number; readonly result: StoreResult<unknown> }
  | { readonly type: 'health'; readonly health: StoreHealth }
  /** Of a `check`: what is wrong with the file; null: nothing. */
  | { readonly type: 'check'; readonly damage: string | null };
