import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The threads and processes of the product that tests start, and their sources. */
export const entries = {
  cli: 'src/gateway/cli.ts',
  embedded: 'src/gateway/embedded.ts',
  'notes.worker': 'src/gateway/notes.worker.ts',
  'notes-vault.worker': 'src/main/notes/notes-vault.worker.ts',
  'finaliser.worker': 'src/main/recordings/finaliser.worker.ts',
  'cache.worker': 'src/main/store/cache.worker.ts',
  'ledger.worker': 'src/main/store/ledger.worker.ts',
  'transcriber.process': 'src/main/transcripts/transcriber.process.ts',
} as const;

/** Beside the packages, so that those which are not bundled are found. */
export const entriesFolder = resolve(import.meta.dirname, '../../node_modules/.cache/cornetta/entries');

/** An entry as `build-entries.ts` bundled it when the run began. */
export const builtEntry = (name: keyof typeof entries): URL => pathToFileURL(resolve(entriesFolder, `${name}.js`));
