import { extname } from 'node:path';
import { ok, type Result } from '#shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import type { GatewayLog } from '../platform/log.ts';
import { openFileVault } from './file-vault.ts';
import { markOf } from './media-file-names.ts';
import { createMemoryVault } from './memory-vault.ts';
import type { Retention } from './retention.ts';
import type { NoteVault } from './vault.ts';
import { createWorkshop, type Workshop } from './workshop.ts';

/** The worker's file beside an entry: built where that is built. @param entry its `import.meta.url` */
export const notesWorkerBeside = (entry: string): URL => new URL(`notes.worker${extname(entry)}`, entry);

/** How a gateway keeps the media of notes. */
export interface NotesSetup {
  /** The built `notes.worker.js`, or its source. */
  readonly worker: URL;
  /** Where media lies; null: in memory only. */
  readonly directory: string | null;
  /** Of age (`AGE-SECRET-KEY-1…`); null: media is kept in memory only, nothing is ever written in the clear. */
  readonly identity: string | null;
  readonly retention: Retention;
}

/** @returns `storage` where the directory cannot be used */
export function openNotesSetup(
  { worker, directory, identity, retention }: NotesSetup,
  clock: Clock,
  log: GatewayLog,
): Result<{ readonly vault: NoteVault; readonly workshop: Workshop; readonly retention: Retention }> {
  const workshop = createWorkshop({ worker, identity, clock, log });
  if (directory === null || identity === null) return ok({ vault: createMemoryVault(clock), workshop, retention });
  const opened = openFileVault({ directory, workshop, mark: markOf(identity), clock, log });
  return opened.ok ? ok({ vault: opened.value, workshop, retention }) : opened;
}
