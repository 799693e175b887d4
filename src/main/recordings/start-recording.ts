import { access } from 'node:fs/promises';
import { recordingId as recordingIdSchema } from '#shared/contracts/identifiers.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { LedgerStore, NewRecording, StoredRecording } from '../store/ledger-store.ts';
import { classify } from '../store/store-error.ts';
import { makeFolderOf, syncFoldersOf } from './folders.ts';
import { insideOf, peaksPathOf, recordingPath } from './recording-paths.ts';
import { createRecordingWriter, type RecordingWriter } from './recording-writer.ts';

/** Whose call is recorded, and by whom. */
export type RecordedCall = Pick<NewRecording, 'callId' | 'contactId' | 'name' | 'phone' | 'agent' | 'startedAt'>;

export interface StartContext {
  readonly base: string;
  readonly ledger: LedgerStore;
  readonly log: MainLog;
}

export interface Started {
  readonly row: StoredRecording;
  readonly writer: RecordingWriter;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** The first name that no file has yet, whatever the file system thinks of capital letters. */
async function freePath(base: string, id: string, startedAt: number): Promise<{ path: string; full: string } | null> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const path = recordingPath(id, startedAt, attempt);
    const full = insideOf(base, path);
    if (full === null) return null;
    if (!(await exists(full))) return { path, full };
  }
  return null;
}

/** Folder, then row, then file: so a file is never without a row, and a row without a file says `failed` after recovery. */
export async function startRecording(
  { base, ledger, log }: StartContext,
  id: string,
  call: RecordedCall,
): Promise<Result<Started>> {
  if (!recordingIdSchema.safeParse(id).success) return fail('invalid', 'not an id of a recording');
  try {
    const place = await freePath(base, id, call.startedAt);
    if (place === null) return fail('invalid', 'no file name is free');
    await makeFolderOf(base, place.full);
    const begun = await ledger.recordingBegin({ ...call, id, root: base, path: place.path });
    if (!begun.ok) return begun;
    if (begun.value === null) return fail('invalid', `recording ${id} exists`);
    try {
      const writer = await createRecordingWriter(place.full, peaksPathOf(place.full), log);
      try {
        await syncFoldersOf(base, place.full);
      } catch (error) {
        await writer.close();
        throw error;
      }
      return ok({ row: begun.value, writer });
    } catch (error) {
      await ledger.recordingFinish(id, { state: 'failed', durationMs: null, bytes: 0, sha256: null });
      throw error;
    }
  } catch (error) {
    const { code, detail } = classify(error);
    log.error('a recording could not begin', { id, detail });
    return fail(code === 'disk-full' ? code : 'storage', detail);
  }
}
