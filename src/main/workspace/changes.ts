import type { WorkspaceState } from '#shared/contracts/agent.ts';
import type { UiPush } from '../ipc/push.ts';
import type { CacheChanges } from '../store/cache-store.ts';
import { callingChanged } from './calling-facts.ts';

export interface ChangesTarget {
  readonly push: UiPush;
  readonly counters: (counters: CacheChanges['counters']) => void;
  readonly workspace: (workspace: WorkspaceState) => void;
}

/** Tells the window what a write to the cache changed. */
export function publishChanges(target: ChangesTarget, changes: CacheChanges): void {
  if (changes.conversations.length > 0) target.push('inbox', { rows: changes.conversations });
  for (const part of changes.timeline) target.push('timeline', part);
  const calling = callingChanged(changes);
  if (calling === null || calling.length > 0) target.push('calling', { contactIds: calling });
  if (changes.workspace !== undefined) target.workspace(changes.workspace);
  target.counters(changes.counters);
}
