import { fail, ok } from '#shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import { digestOf, type KeptMedia, type NoteVault } from './vault.ts';

/** Some hundred voice notes. */
const usualCapacity = 128 * 1024 * 1024;

/** Where there is no key: media is never written, and ends with the process. What is full takes nothing more until something goes. */
export function createMemoryVault(clock: Clock, capacity = usualCapacity): NoteVault {
  const kept = new Map<string, { readonly media: KeptMedia; readonly bytes: Uint8Array }>();
  let used = 0;
  return {
    lasts: false,
    find: (id) => kept.get(id)?.media ?? null,
    all: () => [...kept.values()].map(({ media }) => media),
    put: async (id, sha256, bytes) => {
      const known = kept.get(id);
      if (known !== undefined)
        return known.media.digest === digestOf(sha256) ? ok(false) : fail('rejected', 'other media stands there');
      if (used + bytes.length > capacity) return fail('disk-full', 'the memory for notes is full');
      used += bytes.length;
      kept.set(id, { media: { id, digest: digestOf(sha256), bytes: bytes.length, at: clock.now() }, bytes });
      return ok(true);
    },
    get: async (id) => {
      const known = kept.get(id);
      return known === undefined ? fail('not-found', 'there is no such media') : ok(known.bytes);
    },
    remove: async (id) => {
      used -= kept.get(id)?.bytes.length ?? 0;
      kept.delete(id);
    },
    stop: async () => kept.clear(),
  };
}
