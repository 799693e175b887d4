import { fail } from '#shared/result.ts';
import type { GatewayEndpoint } from '../gateway-link/gateway-link.ts';
import type { CacheChanges } from '../store/cache-store.ts';
import { createNotes, type NotesOptions } from './notes.ts';
import { workerIn } from './stores.ts';
import type { TelephonyOptions } from './telephony-options.ts';
import { wireTranscripts } from './transcripts.ts';

export interface NotesWiring {
  readonly changed: (changes: CacheChanges) => void;
  readonly endpoint: () => GatewayEndpoint | null;
  /** null: there is no gateway now. */
  readonly command: () => NotesOptions['command'] | null;
}

/** Notes and what is said in them; both null where the workspace has none (PBX). */
export function wireNotes(options: TelephonyOptions, { changed, endpoint, command }: NotesWiring) {
  const { start, built, core, keeping, push, clock, log } = options;
  const { configuration } = start;
  if (configuration.workspace.mode === 'pbx') return { notes: null, transcripts: null };
  const notes = createNotes({
    userData: options.userData,
    worker: workerIn(built, 'notes-vault'),
    stores: keeping,
    secrets: options.secrets,
    limits: configuration.notes,
    notices: core.notices,
    push,
    changed,
    endpoint,
    command: async (asked, id) => command()?.(asked, id) ?? fail('unsupported'),
    agent: () => core.session.snapshot().agent.name,
    clock,
    log,
  });
  const { keepDays } = configuration.notes;
  const transcripts = wireTranscripts({
    built,
    core,
    notes,
    cache: keeping.cache,
    keepDays,
    changed,
    push,
    clock,
    log,
  });
  return { notes, transcripts };
}
