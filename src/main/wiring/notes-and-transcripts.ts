import { fail } from '#shared/result.ts';
import type { GatewayEndpoint } from '../gateway-link/gateway-link.ts';
import type { CacheChanges } from '../store/cache-store.ts';
import { type NoteTakingWiring, wireNoteTaking } from './note-taking.ts';
import { createNotes, type NotesOptions } from './notes.ts';
import { workerIn } from './stores.ts';
import type { TelephonyOptions } from './telephony-options.ts';
import { wireTranscripts } from './transcripts.ts';

export interface NotesWiring {
  readonly changed: (changes: CacheChanges) => void;
  readonly endpoint: () => GatewayEndpoint | null;
  /** null: there is no gateway now. */
  readonly command: () => NotesOptions['command'] | null;
  readonly phone: NoteTakingWiring['phone'];
  readonly aheadMs: NoteTakingWiring['aheadMs'];
}

/** Notes, what is said in them, and how they are made. */
export function wireNotes(options: TelephonyOptions, wiring: NotesWiring) {
  const { core, keeping, clock, log } = options;
  const { notes, transcripts } = keptNotes(options, wiring);
  const noteTaking = wireNoteTaking({
    core,
    keeping: notes?.keeping ?? null,
    phone: wiring.phone,
    cache: keeping.cache,
    ledger: keeping.ledger,
    aheadMs: wiring.aheadMs,
    clock,
    log,
  });
  core.settings.onChange(noteTaking.refresh);
  return {
    notes,
    transcripts,
    noteTaking,
    /** The stores belong to the workspace from now on. */
    start: (): void => {
      void notes?.start().then(noteTaking.takeUp);
      transcripts?.start();
    },
    /** The gateway is reachable (again). */
    connected: (): void => {
      void notes?.flush();
      transcripts?.lookAgain('connection');
    },
  };
}

/** Both null where the workspace has none (PBX). */
function keptNotes(options: TelephonyOptions, { changed, endpoint, command }: NotesWiring) {
  const { start, built, core, keeping, push, threads, clock, log } = options;
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
    threads,
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
