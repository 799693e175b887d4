import { join } from 'node:path';
import type { AgentCommand } from '#shared/contracts/agent.ts';
import { noteFlawOf } from '#shared/domain/notes.ts';
import { ok, type Result } from '#shared/result.ts';
import type { GatewayEndpoint } from '../gateway-link/gateway-link.ts';
import { createNoteTransfer } from '../gateway-link/note-transfer.ts';
import type { UiPush } from '../ipc/push.ts';
import { createHousekeeping } from '../notes/housekeeping.ts';
import { createNoteKeys } from '../notes/identity.ts';
import { createOpenNote, type FoundNote } from '../notes/open-note.ts';
import type { NoteLimits } from '../notes/retention.ts';
import type { NoteKeeping } from '../notes/taking/note-taking.ts';
import { createNotesVault } from '../notes/vault.ts';
import { createVaultThread } from '../notes/vault-thread.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { Secrets } from '../platform/secrets.ts';
import type { Notices } from '../session/notices.ts';
import type { CacheChanges } from '../store/cache-store.ts';
import type { Stores } from '../store/open-stores.ts';
import { createNotesOutbox } from '../workspace/notes-outbox.ts';
import { createNotesPlayed } from '../workspace/notes-played.ts';

export interface NotesOptions {
  readonly userData: string;
  /** Entry of the thread that encrypts and decrypts. */
  readonly worker: URL;
  readonly stores: Pick<Stores, 'cache' | 'ledger'>;
  readonly secrets: Pick<Secrets, 'available' | 'read' | 'store'>;
  readonly limits: NoteLimits;
  readonly notices: Pick<Notices, 'tell'>;
  readonly push: UiPush;
  readonly changed: (changes: CacheChanges) => void;
  /** null: there is no gateway now. */
  readonly endpoint: () => GatewayEndpoint | null;
  readonly command: (command: AgentCommand, id?: string) => Promise<Result<null>>;
  /** Name of whoever works here. */
  readonly agent: () => string;
  readonly clock: Clock;
  readonly log: MainLog;
}

/** Voice and video messages below the session: where their media is kept, how they are sent, opened and marked played. */
export function createNotes(options: NotesOptions) {
  const { stores, notices, push, changed, command, agent, clock, log } = options;
  const { cache, ledger } = stores;
  const thread = createVaultThread(options.worker, clock, log);
  const keysOf = (name: string) =>
    createNoteKeys({ name, secrets: options.secrets, generate: () => thread.run('identity', null), log });
  const keys = keysOf('notes-identity');
  const gatewayKeys = keysOf('gateway-notes-identity');
  const vault = createNotesVault({ directory: join(options.userData, 'notes'), keys, thread, log });
  const transfer = createNoteTransfer(options.endpoint, clock);
  const { upload, download } = transfer;
  const opener = createOpenNote({ find, vault, download, log });
  const played = createNotesPlayed({ cache, command, changed, agent, clock });
  const housekeeping = createHousekeeping({ vault, ledger, cache, limits: options.limits, clock, log });
  const inMemory = new Set<string>();
  const outbox = createNotesOutbox({
    ledger,
    cache,
    media: ({ id, sha256 }) => vault.read(id, sha256),
    upload,
    command,
    changed,
    progress: (noteId, sent, total) => push('noteProgress', { noteId, sent, total }),
    failed: ({ contactId }, code) =>
      notices.tell(code === 'window-closed' ? 'message-window-closed' : 'note-failed', { contactId }),
    done: ({ id }) => {
      if (inMemory.delete(id)) void vault.remove(id);
    },
    agent,
    clock,
    log,
  });

  /** What is known of a note: from the gateway, else from the outbox. */
  async function find(id: string): Promise<Result<FoundNote | null>> {
    const kept = await ledger.noteKept(id);
    if (!kept.ok) return kept;
    if (kept.value !== null && kept.value.state !== 'done' && kept.value.state !== 'discarded')
      return ok({ ...kept.value, flaw: null, isShared: false });
    const told = await cache.note(id);
    if (!told.ok) return told;
    if (told.value === null) return ok(null);
    return ok({ ...told.value, flaw: told.value.flaw ?? noteFlawOf(told.value), isShared: true });
  }

  async function discard(id: string): Promise<Result<null>> {
    const kept = await ledger.noteKept(id);
    if (!kept.ok) return kept;
    if (kept.value === null) return ok(null);
    const { state } = kept.value;
    // What is on its way stays; what was thrown away before may have left its media behind.
    if (state === 'pending' || state === 'done') return ok(null);
    const moved = await ledger.noteMove(id, { from: ['draft', 'failed'], to: 'discarded' });
    if (!moved.ok) return moved;
    if (moved.value?.state !== 'discarded') return ok(null);
    opener.forget(id);
    inMemory.delete(id);
    await vault.remove(id);
    if (state !== 'failed') return ok(null);
    const dropped = await cache.dropLocalNote(id);
    if (!dropped.ok) return dropped;
    changed(dropped.value);
    // No push takes a line away.
    push('reset', null);
    return ok(null);
  }

  /** What an earlier life of the app recorded, and nobody has sent or thrown away: it stands in the conversation as not sent. */
  async function takeUpDrafts(): Promise<void> {
    const drafts = await ledger.notesIn('draft');
    const files = await vault.list();
    if (!drafts.ok || !files.ok) return;
    const kept = new Set(files.value.map(({ id }) => id));
    for (const { id } of drafts.value)
      if (kept.has(id)) await ledger.noteMove(id, { from: ['draft'], to: 'failed', error: 'the app ended' });
      else await discard(id);
  }

  const keeping: NoteKeeping = {
    keepDraft: async ({ noteId: id, callId, contactId, kind, live, peaks }) => {
      const finished = await vault.finish(live, kind);
      if (!finished.ok) return finished;
      const { bytes, sha256, durationMs, mimeType } = finished.value;
      const at = clock.now();
      // The media first: a row without it would be a note that is lost.
      const kept = await vault.keep(id, at, bytes);
      if (!kept.ok) return kept;
      const described = { id, contactId, callId, kind, durationMs, bytes: bytes.length, sha256, mimeType };
      const outline = peaks === null ? null : Buffer.from(peaks).toString('base64');
      const noted = await ledger.noteKeep({ ...described, peaks: outline, at });
      if (!noted.ok) {
        await vault.remove(id);
        return noted;
      }
      if (!kept.value.lasts) {
        inMemory.add(id);
        notices.tell('note-in-memory');
      }
      return ok({ durationMs });
    },
    send: outbox.send,
    discard,
  };

  return {
    keeping,
    open: opener.open,
    /** What the element in the window plays; null: it cannot be had. */
    media: opener.media,
    read: opener.read,
    played: played.played,
    storage: housekeeping.storage,
    /** Key of the embedded gateway, which keeps media of its own; null: none can be kept. */
    gatewayKey: async (): Promise<string | null> => {
      const known = await gatewayKeys();
      return known.ok ? known.value.sealing : null;
    },
    /** The gateway is reachable (again). */
    flush: async (): Promise<void> => {
      await Promise.all([outbox.flush(), played.flush()]);
    },
    /** The stores belong to this workspace from now on. */
    start: async (): Promise<void> => {
      housekeeping.start();
      await takeUpDrafts();
      await outbox.resume();
    },
    stop: async (): Promise<void> => {
      housekeeping.stop();
      transfer.stop();
      await vault.stop();
    },
  };
}

export type Notes = ReturnType<typeof createNotes>;
