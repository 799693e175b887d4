/** At start: finishes what a crash left unfinished, and indexes files that no row knows. Nothing is deleted but half-made copies. */
import { rm, stat } from 'node:fs/promises';
import type { MainLog } from '../platform/log-port.ts';
import type { NewRecording, StoredRecording } from '../store/ledger-store.ts';
import { type FinishContext, finishRecording } from './finish-recording.ts';
import { filesByMonth, isThere, rootOf } from './folders.ts';
import { callIdOf, idOfPath, insideOf } from './recording-paths.ts';

export interface Recovery {
  /** Rows that were being written when the app died, as they stand now. */
  readonly recovered: readonly StoredRecording[];
  /** Files that had no row. */
  readonly adopted: readonly StoredRecording[];
  /** How many rows wait for a folder, the one in use or an earlier one, that cannot be reached: they are finished at a start at which it can. */
  readonly outOfReach: number;
}

export interface RecoverContext extends FinishContext {
  /** Recordings folder in use, absolute. */
  readonly base: string;
  readonly log: MainLog;
  /** Being recorded right now. */
  readonly isActive: (id: string) => boolean;
}

type Finished = Pick<Recovery, 'recovered' | 'outOfReach'>;

async function finishInterrupted(context: RecoverContext): Promise<Finished> {
  const { base, ledger, log, isActive } = context;
  const rows = await ledger.recordingsByState('writing');
  if (!rows.ok) {
    log.error('recordings cannot be recovered', { detail: rows.error.detail });
    return { recovered: [], outOfReach: 0 };
  }
  const recovered: StoredRecording[] = [];
  let outOfReach = 0;
  for (const row of rows.value.filter(({ id }) => !isActive(id))) {
    const own = row.root ?? base;
    const root = await rootOf(row, base);
    // A folder on a share or a drive that is not there yet: its recordings are not lost, only out of reach.
    if (root === null && !(await isThere(own))) {
      log.error('the folder of an unfinished recording cannot be reached', { id: row.id, folder: own });
      outOfReach += 1;
      continue;
    }
    const result = await finishRecording(context, root ?? own, row, row.closing ?? 'cut');
    if (!result.ok) log.error('a recording stays unfinished', { id: row.id, detail: result.error.detail });
    else if (result.value !== null) recovered.push(result.value);
  }
  return { recovered, outOfReach };
}

/** What can be said of a file without a row: its name, and the call of that name where the journal has it. */
async function rowOfOrphan(context: RecoverContext, path: string, full: string): Promise<NewRecording | null> {
  const { base: root } = context;
  const id = idOfPath(path);
  if (id === null) return null;
  for (const callId of new Set([id, callIdOf(id)])) {
    const found = await context.ledger.call(callId);
    if (!found.ok || found.value === null) continue;
    const { contactId, name, phone, startedAt, answeredAt } = found.value;
    return { id, callId, contactId, name, phone, agent: '', startedAt: answeredAt ?? startedAt, root, path };
  }
  const { birthtimeMs, mtimeMs } = await stat(full);
  const startedAt = Math.max(0, Math.trunc(Math.min(birthtimeMs || mtimeMs, mtimeMs)));
  return { id, callId: id, contactId: 'unknown', name: id, phone: null, agent: '', startedAt, root, path };
}

async function adopt(context: RecoverContext, path: string): Promise<StoredRecording | null> {
  const full = insideOf(context.base, path);
  const row = full === null ? null : await rowOfOrphan(context, path, full);
  if (full === null || row === null) {
    context.log.warn('a file among the recordings is none', { path });
    return null;
  }
  const file = await context.finaliser.finalise(full);
  if (typeof file === 'string') return null;
  const { playable, durationMs, bytes, sha256 } = file;
  const finished = { state: playable ? 'cut' : 'failed', durationMs, bytes, sha256 } as const;
  let result = await context.ledger.recordingAdopt(row, finished);
  if (result.ok && result.value === null) {
    // Another file has that id already.
    const id = await context.ledger.nextRecordingId(row.id);
    if (id.ok) result = await context.ledger.recordingAdopt({ ...row, id: id.value }, finished);
  }
  if (!result.ok) context.log.error('a recording could not be indexed', { path, detail: result.error.detail });
  return result.ok ? result.value : null;
}

async function adoptOrphans(context: RecoverContext): Promise<readonly StoredRecording[]> {
  const adopted: StoredRecording[] = [];
  for await (const files of filesByMonth(context.base)) {
    for (const part of files.filter((name) => name.endsWith('.webm.part'))) {
      const full = insideOf(context.base, part);
      const id = idOfPath(part.replace(/\.part$/, ''));
      if (full !== null && (id === null || !context.isActive(id))) await rm(full, { force: true });
    }
    const recordings = files.filter((name) => name.endsWith('.webm'));
    const known = await context.ledger.recordingPathsKnown(recordings);
    if (!known.ok) continue;
    const rows = new Set(known.value);
    for (const path of recordings.filter((name) => !rows.has(name))) {
      const row = await adopt(context, path);
      if (row !== null) adopted.push(row);
    }
  }
  return adopted;
}

/** Never rejects; may be repeated at any time. */
export async function recover(context: RecoverContext): Promise<Recovery> {
  const finished = await finishInterrupted(context);
  try {
    return { ...finished, adopted: await adoptOrphans(context) };
  } catch (error) {
    context.log.error('the recordings folder cannot be read', { cause: String(error) });
    return { ...finished, adopted: [] };
  }
}
