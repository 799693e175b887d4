import type { NumberedEvent, ServerMessage, WorkspaceState } from '#shared/contracts/agent.ts';
import type { Result } from '#shared/result.ts';

export type SnapshotPart = Omit<Extract<ServerMessage, { type: 'snapshot.part' }>, 'type'>;

/** How far what the gateway told is kept; `epoch: null`: nothing yet. */
export interface SinkPosition {
  readonly epoch: string | null;
  readonly cursor: number;
}

export type Applied = { readonly applied: true } | { readonly applied: false; readonly reason: string };

/**
 * Where what the gateway tells goes, one call at a time and in order; the next one is made after the last one was answered. Its position is
 * the truth: it changes in the same transaction as what the events changed. The store's cache has this shape.
 */
export interface GatewaySink {
  position(): Promise<Result<SinkPosition>>;
  beginSnapshot(epoch: string, workspace: WorkspaceState): Promise<Result<unknown>>;
  addSnapshotPart(part: SnapshotPart): Promise<Result<unknown>>;
  /** The snapshot counts from here on. */
  endSnapshot(cursor: number): Promise<Result<unknown>>;
  /** It broke off; what was kept before still counts. */
  abortSnapshot(): Promise<Result<unknown>>;
  /** Events with neither hole nor repetition, the first one following the position. */
  applyEvents(epoch: string, events: readonly NumberedEvent[]): Promise<Result<Applied>>;
}
