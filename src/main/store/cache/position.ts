import type { WorkspaceState } from '#shared/contracts/agent.ts';
import type { CachePosition } from '../cache-store.ts';
import type { Db } from '../sqlite/database.ts';
import { readMeta, writeMeta } from '../sqlite/meta.ts';
import { prepared } from '../sqlite/statements.ts';

export function position(db: Db): CachePosition {
  return { epoch: readMeta(db, 'epoch'), cursor: Number(readMeta(db, 'cursor') ?? 0) };
}

export function setPosition(db: Db, epoch: string, cursor: number): void {
  writeMeta(db, 'epoch', epoch);
  writeMeta(db, 'cursor', String(cursor));
}

/** What the gateway told since is not enough: the next snapshot is asked for. */
export function forgetPosition(db: Db): void {
  prepared<[]>(db, "DELETE FROM meta WHERE key IN ('epoch', 'cursor')").run();
}

export function workspace(db: Db): WorkspaceState | null {
  const value = readMeta(db, 'workspace');
  return value === null ? null : (JSON.parse(value) as WorkspaceState);
}

export function setWorkspace(db: Db, state: WorkspaceState): void {
  writeMeta(db, 'workspace', JSON.stringify(state));
}

export const workspaceKey = (db: Db): string | null => readMeta(db, 'workspace-key');

export function setWorkspaceKey(db: Db, key: string): void {
  writeMeta(db, 'workspace-key', key);
}

/** Whether what is said in notes may stand here in writing: as long as nobody says otherwise. */
export const keepsTranscripts = (db: Db): boolean => readMeta(db, 'transcripts') !== 'none';

export function setKeepsTranscripts(db: Db, wanted: boolean): void {
  writeMeta(db, 'transcripts', wanted ? 'kept' : 'none');
}
