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
import { createKeeping } from '../notes/taking/keeping.ts';
import { createUnfinishedNotes } from '../notes/unfinished.ts';
import { createNotesVault } from '../notes/vault.ts';
import { createVaultThread } from '../notes/vault-thread.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { Secrets } from '../platform/secrets.ts';
import type { Threads } from '../platform/threads.ts';
import type { Notices } from '../session/notices.ts';
import type { CacheChanges } from '../store/cache-store.ts';
import type { Stores } from '../store/open-stores.ts';
import { deferred } from '../store/rpc/deferred.ts';
import { createNotesOutbox } from '../workspace/notes-outbox.ts';
import { createNotesPlayed } from '../workspace/notes-played.ts';

export interface NotesOptions {
  readonly userData: string;
  /** Entry of the thread that encrypts and decrypts. */
  readonly worker: URL;
  readonly stores: Pick<Stores, 'cache' | 'ledger'>;
  readonly secrets: Pick<Secrets, 'available' | 'read' | 'store'>;
  readonly limits: NoteLimits;
  readonly notices: Pick<Notices, 'tell' | 'withdraw'>;
  readonly push: UiPush;
  readonly changed: (changes: CacheChanges) => void;
  /** null: there is no gateway now. */
  readonly endpoint: () => GatewayEndpoint | null;
  readonly command: (command: AgentCommand, id?: string) => Promise<Result<null>>;
  /** Name of whoever works here. */
  readonly agent: () => string;
  readonly threads: Threads;
  readonly clock: Clock;
  readonly log: MainLog;
}

/** Voice and video messages below the session: where their media is kept, how they are sent, opened and marked played. */
export function createNotes(options: NotesOptions) {
  const { stores, notices, push, changed, command, agent, clock, log } = options;
  const { cache, ledger } = stores;
  const recovered = deferred<void>();
  const thread = createVaultThread(options.worker, options.threads, clock, log);
  const keysOf = (name: string) =>
    createNoteKeys({ name, secrets: options.secrets, generate: () => thread.run('identity', null), log });
  const keys = keysOf('notes-identity');
  const gatewayKeys = keysOf('gateway-notes-identity');
  const vault = createNotesVault({ directory: join(options.userData, 'notes'), keys, thread, log });
  const unfinished = createUnfinishedNotes({
    directory: join(options.userData, 'notes', 'unfinished'),
    keys,
    thread,
    log,
  });
  const transfer = createNoteTransfer(options.endpoint, clock);
  const { upload, download } = transfer;
  const played = createNotesPlayed({ cache, command, changed, agent, clock });
  const opener = createOpenNote({ find, vault, download, unplayable: (id) => void played.played(id), log });
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
    done: ({ id }) => kept.sent(id),
    agent,
    clock,
    log,
  });
  const kept = createKeeping({ vault, unfinished, ledger, cache, outbox, opener, notices, changed, clock, log });
  const housekeeping = createHousekeeping({ vault, ledger: kept, cache, limits: options.limits, clock, log });

  /** What is known of a note: from the gateway, else from the outbox. */
  async function find(id: string): Promise<Result<FoundNote | null>> {
    const draft = kept.unwritten(id);
    if (draft !== null) return ok({ ...draft, flaw: null, isShared: false });
    const own = await ledger.noteKept(id);
    if (!own.ok) return own;
    if (own.value !== null && own.value.state !== 'done' && own.value.state !== 'discarded')
      return ok({ ...own.value, flaw: null, isShared: false });
    const told = await cache.note(id);
    if (!told.ok) return told;
    if (told.value === null) return ok(null);
    return ok({ ...told.value, flaw: told.value.flaw ?? noteFlawOf(told.value), isShared: true });
  }

  return {
    keeping: kept.keeping,
    open: opener.open,
    /** What the element in the window plays; null: it cannot be had. */
    media: opener.media,
    read: opener.read,
    played: played.played,
    /** The gateway tells of a note. */
    told: outbox.told,
    /** It was thrown away at the gateway. */
    gone: kept.gone,
    storage: housekeeping.storage,
    /** Key of the embedded gateway, which keeps media of its own; null: none can be kept. */
    gatewayKey: async (): Promise<string | null> => {
      const known = await gatewayKeys();
      return known.ok ? known.value.sealing : null;
    },
    /** The gateway is reachable (again). What is still being recovered would be taken for lost. */
    flush: async (): Promise<void> => {
      await recovered.promise;
      await Promise.all([outbox.flush(), played.flush()]);
    },
    /** The stores belong to this workspace from now on. */
    start: async (): Promise<void> => {
      housekeeping.start();
      await kept.recover();
      recovered.resolve();
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
