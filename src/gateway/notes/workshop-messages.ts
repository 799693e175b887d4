import type { Failure } from '#shared/result.ts';
import type { Inspection } from './inspect.ts';

export type WorkshopTask = 'seal' | 'open' | 'inspect';

/** What each task answers. */
export interface WorkshopResults {
  /** An age file. */
  readonly seal: Uint8Array;
  readonly open: Uint8Array;
  readonly inspect: Inspection;
}

export interface WorkshopRequest {
  readonly id: number;
  readonly task: WorkshopTask;
  readonly bytes: Uint8Array;
}

export type WorkshopReply =
  | { readonly id: number; readonly value: Uint8Array | Inspection }
  | { readonly id: number; readonly error: Failure };
