import { randomUUID } from 'node:crypto';
import { evaluateMessage } from '#shared/domain/rules/evaluate-message.ts';
import { fail } from '#shared/result.ts';
import { createNoteTaking, type NoteKeeping } from '../notes/taking/note-taking.ts';
import type { PhoneLink } from '../phone/link-contract.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { CacheStore } from '../store/cache-store.ts';
import type { Core } from './core.ts';

export interface NoteTakingWiring {
  readonly core: Core;
  /** null: the workspace has no notes (PBX); one can still call again. */
  readonly keeping: NoteKeeping | null;
  readonly phone: Pick<PhoneLink, 'send'>;
  readonly cache: Pick<CacheStore, 'contact'>;
  /** How far the clock that the rules go by is ahead of this computer's. */
  readonly aheadMs: () => Promise<number>;
  readonly clock: Clock;
  readonly log: MainLog;
}

const none: NoteKeeping = {
  keepDraft: async () => fail('unsupported'),
  send: async () => fail('unsupported'),
  discard: async () => fail('unsupported'),
};

/** What comes after a call that a contact did not answer. */
export function wireNoteTaking({ core, keeping, phone, cache, aheadMs, clock, log }: NoteTakingWiring) {
  const { session, settings } = core;
  return createNoteTaking({
    phone: phone.send,
    keeping: keeping ?? none,
    refusal: async (contactId) => {
      const [found, ahead] = await Promise.all([cache.contact(contactId), aheadMs()]);
      // What cannot be found out is for the gateway to say.
      if (!found.ok || found.value === null) return null;
      const { serviceWindowUntil } = found.value;
      return evaluateMessage({ state: { serviceWindowUntil }, template: false }, clock.now() + ahead).allowed
        ? null
        : 'window-closed';
    },
    isWanted: () => settings.values().missedCallPrompts,
    show: (parts) => session.update(parts),
    failed: (error) => log.warn('a note could not be made', { code: error.code, detail: error.detail }),
    newId: randomUUID,
    clock,
    log,
  });
}
