import { fail, ok } from '#shared/result.ts';
import type { Secrets } from '../../src/main/platform/secrets.ts';

export interface MemorySecrets extends Pick<Secrets, 'available' | 'read' | 'store'> {
  readonly values: Map<string, string>;
  /** `none`: no keyring. `other`: another one than the values were encrypted with. */
  keyring: 'there' | 'none' | 'other';
}

/** Secrets as the keyring keeps them (platform/secrets.ts), without an operating system. */
export function memorySecrets(): MemorySecrets {
  const values = new Map<string, string>();
  const unreadable = new Set<string>();
  let keyring: MemorySecrets['keyring'] = 'there';
  return {
    values,
    get keyring() {
      return keyring;
    },
    set keyring(next) {
      if (next === 'other') for (const name of values.keys()) unreadable.add(name);
      keyring = next;
    },
    available: () => keyring !== 'none',
    read: async (name) => {
      const value = values.get(name);
      if (value === undefined) return ok(null);
      return keyring === 'none' || unreadable.has(name) ? fail('no-keyring') : ok(value);
    },
    store: async (name, value) => {
      if (keyring === 'none') return fail('no-keyring');
      values.set(name, value);
      unreadable.delete(name);
      return ok(null);
    },
  };
}
