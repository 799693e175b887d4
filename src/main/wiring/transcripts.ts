import { join } from 'node:path';
import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron';
import { ok, type Result } from '#shared/result.ts';
import { forkUtility } from '../gateway-link/utility-fork.ts';
import type { UiPush } from '../ipc/push.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { CacheChanges, CacheStore } from '../store/cache-store.ts';
import { createLocalEngine } from '../transcripts/local-engine.ts';
import { lookAtModel } from '../transcripts/speech-model.ts';
import { createTranscripts } from '../transcripts/transcripts.ts';
import type { Core } from './core.ts';
import type { Notes } from './notes.ts';

export interface TranscriptsWiring {
  /** Folder of the build: `out`. */
  readonly built: string;
  readonly core: Core;
  readonly notes: Pick<Notes, 'read'>;
  readonly cache: Pick<CacheStore, 'unheard' | 'markHeard'>;
  readonly keepDays: number | null;
  readonly changed: (changes: CacheChanges) => void;
  readonly push: UiPush;
  readonly clock: Clock;
  readonly log: MainLog;
}

/** What is said in notes, written down on this computer. */
export function wireTranscripts({ built, core, notes, cache, keepDays, changed, push, clock, log }: TranscriptsWiring) {
  const { settings } = core;
  const entry = join(built, 'main', 'transcriber.process.js');
  const transcripts = createTranscripts({
    transcriber: createLocalEngine({ fork: () => forkUtility(entry, 'Cornetta transcriber', log), clock, log }),
    lookAtModel,
    settings: settings.values,
    cache,
    media: notes.read,
    keepDays,
    changed,
    show: (view) => push('transcripts', view),
    clock,
    log,
  });
  settings.onChange((_values, names) => {
    if (names.includes('transcripts') || names.includes('transcriptModel')) transcripts.settingsChanged();
  });
  return {
    ...transcripts,
    /** Asks for the folder of the model. */
    chooseModel: async (): Promise<Result<null>> => {
      const { canceled, filePaths } = await openDialog({ properties: ['openDirectory'] });
      const [folder] = filePaths;
      if (canceled || folder === undefined) return ok(null);
      // The same folder again: its content may be another one.
      if (settings.values().transcriptModel === folder) transcripts.settingsChanged();
      return settings.change({ transcriptModel: folder });
    },
  };
}

function openDialog(options: OpenDialogOptions) {
  const window = BrowserWindow.getFocusedWindow();
  return window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options);
}

export type WiredTranscripts = ReturnType<typeof wireTranscripts>;
