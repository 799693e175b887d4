import type { RecordingRow } from '#shared/contracts/records.ts';
import type { StoredRecording } from './ledger-store.ts';

/** What the ui may know of a recording: not where it stands. */
export function toRecordingRow({ root: _root, path: _path, closing: _closing, ...row }: StoredRecording): RecordingRow {
  return row;
}
