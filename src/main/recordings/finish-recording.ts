import type { LedgerStore, StoredRecording } from '../store/ledger-store.ts';
import { type StoreResult, storeFailure } from '../store/store-error.ts';
import type { Finaliser } from './finaliser.ts';
import { insideOf } from './recording-paths.ts';

export interface FinishContext {
  readonly ledger: LedgerStore;
  readonly finaliser: Finaliser;
}

/**
 * Finishes the file, under the folder `root`, of a row in state `writing` and notes what came out. Without sound in it the row says `failed`; the file stays.
 * Where the file cannot be reached or the ledger cannot take it, the row stays `writing` and the next start does this again.
 */
export async function finishRecording(
  { ledger, finaliser }: FinishContext,
  root: string,
  row: Pick<StoredRecording, 'id' | 'path'>,
  as: 'complete' | 'cut',
): Promise<StoreResult<StoredRecording | null>> {
  const path = insideOf(root, row.path);
  const result = path === null ? 'missing' : await finaliser.finalise(path);
  if (result === 'unavailable') return { ok: false, error: storeFailure('io', `${row.path} cannot be reached`) };
  if (result === 'missing')
    return ledger.recordingFinish(row.id, { state: 'failed', durationMs: null, bytes: 0, sha256: null });
  const { playable, durationMs, bytes, sha256 } = result;
  return ledger.recordingFinish(row.id, { state: playable ? as : 'failed', durationMs, bytes, sha256 });
}
