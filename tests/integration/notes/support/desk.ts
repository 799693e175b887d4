import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createGatewayLink } from '../../../../src/main/gateway-link/gateway-link.ts';
import { systemClock } from '../../../../src/main/platform/clock.ts';
import { createThreads } from '../../../../src/main/platform/threads.ts';
import type { CacheChanges } from '../../../../src/main/store/cache-store.ts';
import { createNotes, type NotesOptions } from '../../../../src/main/wiring/notes.ts';
import { createCacheSink } from '../../../../src/main/workspace/cache-sink.ts';
import { memoryLog } from '../../../fakes/memory-log.ts';
import { type MemorySecrets, memorySecrets } from '../../../fakes/memory-secrets.ts';
import { startTcpProxy } from '../../../fakes/tcp-proxy.ts';
import type { TestGateway } from '../../gateway/support/gateway.ts';
import { eventually } from '../../gateway-link/support.ts';
import { openedStores, unwrap } from '../../store/support/stores.ts';
import { temporaryFolder } from '../../store/support/temporary.ts';
import { vaultWorker } from './media.ts';

export interface DeskOptions {
  readonly folder?: string;
  readonly secrets?: MemorySecrets;
  readonly limits?: NotesOptions['limits'];
}

/** One life of the app, as far as notes need it: real stores, a real vault, and a wire to a gateway that can be cut. */
export async function openDesk(gateway: TestGateway, options: DeskOptions = {}) {
  const {
    folder = temporaryFolder(),
    secrets = memorySecrets(),
    limits = { keepDays: null, keepBytes: null },
  } = options;
  const wire = await startTcpProxy({ host: '127.0.0.1', port: gateway.port });
  const stores = await openedStores(folder);
  const told: string[] = [];
  const changes: CacheChanges[] = [];
  const pushed: { readonly name: string; readonly value: unknown }[] = [];
  const endpoint = () => ({ url: `ws://127.0.0.1:${wire.port}`, token: 'token-of-anna' });
  const link = createGatewayLink({
    endpoint,
    sink: createCacheSink({
      cache: stores.cache,
      opened: () => undefined,
      changed: () => undefined,
      replaced: () => undefined,
      happened: (events) => {
        for (const event of events) {
          if (event.type === 'note') void notes.told(event.note);
          if (event.type === 'note.gone') void notes.gone(event.noteId);
        }
      },
      found: () => undefined,
    }),
    fetch,
    clock: systemClock,
    random: Math.random,
    log: memoryLog(),
    onState: ({ state }) => {
      if (state === 'connected') void notes.flush();
    },
    onIdentity: () => undefined,
  });
  const notes = createNotes({
    userData: folder,
    worker: vaultWorker,
    threads: createThreads(systemClock),
    stores,
    secrets,
    limits,
    notices: {
      tell: (code) => told.push(code),
      withdraw: (code) => {
        while (told.includes(code)) told.splice(told.indexOf(code), 1);
      },
    },
    push: (name, value) => pushed.push({ name, value }),
    changed: (change) => changes.push(change),
    endpoint,
    command: link.command,
    agent: () => 'Anna',
    clock: systemClock,
    log: memoryLog(),
  });
  unwrap(await stores.ledger.bind('gateway'));
  unwrap(await stores.cache.bind('gateway'));
  let isOver = false;
  /** As the app ends. */
  const close = async (): Promise<void> => {
    if (isOver) return;
    isOver = true;
    await notes.stop();
    await link.stop();
    await stores.close();
    await wire.close();
  };
  onTestFinished(close);
  link.start();
  const connected = () => eventually(() => link.state().state).toBe('connected');
  await connected();
  await notes.start();
  return {
    ...stores,
    notes,
    link,
    wire,
    folder,
    secrets,
    told,
    pushed,
    changes,
    connected,
    close,
    directory: join(folder, 'notes'),
    timeline: async (contactId: string) =>
      unwrap(await stores.cache.timelinePage({ contactId, before: null, limit: 50 })).rows.filter(
        (row) => row.entry === 'note',
      ),
  };
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;
