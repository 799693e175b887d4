import { join } from 'node:path';
import { generateX25519Identity } from 'age-encryption';
import { createMemoryVault } from '../../src/gateway/notes/memory-vault.ts';
import { Notes, type NotesOptions } from '../../src/gateway/notes/notes.ts';
import type { NotesSetup } from '../../src/gateway/notes/setup.ts';
import type { NoteVault } from '../../src/gateway/notes/vault.ts';
import { createWorkshop } from '../../src/gateway/notes/workshop.ts';
import { builtEntry } from '../entries/built-entry.ts';

export const notesWorker = builtEntry('notes.worker');
/** Unit tests build nothing, and start few threads. */
const workerSource = new URL('../../src/gateway/notes.worker.ts', import.meta.url);

/** Media in memory, nothing on disk. */
export const notesInMemory: NotesSetup = {
  worker: notesWorker,
  directory: null,
  identity: null,
  retention: { days: null },
};

/** Another one in each run. */
export const testIdentity = await generateX25519Identity();

/** Media as age files below that folder. */
export const notesInFolder = (folder: string): NotesSetup => ({
  ...notesInMemory,
  directory: join(folder, 'notes'),
  identity: testIdentity,
});

type Parts = Omit<NotesOptions, 'vault' | 'workshop' | 'retention'>;

/** The notes of an engine, as a gateway puts them together; its thread starts when something is looked into. */
export function testNotes(
  parts: Parts,
  vault: NoteVault = createMemoryVault(parts.clock),
  retention: NotesOptions['retention'] = { days: null },
): Notes {
  const workshop = createWorkshop({ worker: workerSource, identity: null, clock: parts.clock, log: parts.log });
  return new Notes({ ...parts, vault, workshop, retention });
}
