import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openCacheDatabase } from '../../../src/main/store/cache/cache-file.ts';
import { setPosition } from '../../../src/main/store/cache/position.ts';
import type { ScenarioInput } from '../../e2e/support/scenario.ts';
import { type BigStoreOptions, writeBigStore } from '../../fixtures/big-store.ts';
import type { MeasuredGateway } from '../gateway/measured-gateway.ts';
import type { Bench } from './bench.ts';
import { say } from './progress.ts';

export type CacheSize = 'tenThousandConversations' | 'millionEvents';

const sizes: Readonly<Record<CacheSize, Omit<BigStoreOptions, 'directory'>>> = {
  tenThousandConversations: { conversations: 10_000, contactEvents: 60_000, messages: 40_000 },
  millionEvents: { conversations: 10_000, contactEvents: 1_000_000, messages: 200_000 },
};

const written = new WeakMap<Bench, Map<CacheSize, string>>();

/** Path of such a cache; written when it is asked for first. */
export function cacheOf(bench: Bench, size: CacheSize): string {
  const known = written.get(bench) ?? new Map<CacheSize, string>();
  written.set(bench, known);
  const earlier = known.get(size);
  if (earlier !== undefined) return earlier;
  say(`writing a cache with ${size}`);
  const { path } = writeBigStore({ directory: bench.folder(size), until: Date.now() - 60_000, ...sizes[size] });
  known.set(size, path);
  return path;
}

/** A user data folder whose cache is up to date with the gateway, so that nothing replaces it. */
export function userDataWith(bench: Bench, size: CacheSize, gateway: MeasuredGateway): string {
  const folder = join(bench.folder('user-data'), 'data');
  mkdirSync(folder);
  const path = join(folder, 'cache.sqlite');
  copyFileSync(cacheOf(bench, size), path);
  const db = openCacheDatabase(path);
  setPosition(db, gateway.epoch, gateway.cursor);
  db.close();
  return folder;
}

/** Those of the cache who were heard of last: the ones who will call. */
export function newestContacts(bench: Bench, size: CacheSize, count: number): ScenarioInput['contacts'] {
  const db = openCacheDatabase(cacheOf(bench, size));
  try {
    return db
      .prepare<[number], { id: string; name: string; phone: string }>(
        'SELECT c.id, c.name, c.phone FROM conversations v JOIN contacts c ON c.id = v.contact_id ORDER BY v.last_at DESC LIMIT ?',
      )
      .all(count);
  } finally {
    db.close();
  }
}
