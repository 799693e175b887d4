import { randomUUID } from 'node:crypto';
import { evaluateMessage } from '#shared/domain/rules/evaluate-message.ts';
import { fail, ok } from '#shared/result.ts';
import { createNoteTaking, type NoteKeeping } from '../notes/taking/note-taking.ts';
import { whyUnanswered } from '../notes/taking/unanswered.ts';
import type { PhoneLink } from '../phone/link-contract.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { CacheStore } from '../store/cache-store.ts';
import type { LedgerStore } from '../store/ledger-store.ts';
import type { Core } from './core.ts';

export interface NoteTakingWiring {
  readonly core: Core;
  /** null: the workspace has no notes (PBX); one can still call again. */
  readonly keeping: NoteKeeping | null;
  readonly phone: Pick<PhoneLink, 'send'>;
  readonly cache: Pick<CacheStore, 'contact'>;
  readonly ledger: Pick<LedgerStore, 'call'>;
  /** How far the clock that the rules go by is ahead of this computer's. */
  readonly aheadMs: () => Promise<number>;
  readonly clock: Clock;
  readonly log: MainLog;
}

const none: NoteKeeping = {
  secure: () => undefined,
  keepDraft: async () => fail('unsupported'),
  send: async () => fail('unsupported'),
  discard: async () => fail('unsupported'),
  drafts: async () => ok([]),
};

/** What comes after a call that a contact did not answer. */
export function wireNoteTaking({ core, keeping, phone, cache, ledger, aheadMs, clock, log }: NoteTakingWiring) {
  const { session, settings, notices } = core;
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
    about: async ({ callId, contactId, at }) => {
      const [call, contact] = await Promise.all([ledger.call(callId), cache.contact(contactId)]);
      const row = call.ok ? call.value : null;
      const known = contact.ok ? contact.value?.contact.name : undefined;
      return {
        name: row?.name ?? known ?? contactId,
        why: (row === null ? null : whyUnanswered(row)) ?? 'no-answer',
        at: row?.endedAt ?? at,
      };
    },
    isWanted: () => settings.values().missedCallPrompts,
    show: (parts) => session.update(parts),
    failed: (error, { contactId }, isTold) => {
      log.warn('a note could not be made', { code: error.code, detail: error.detail });
      if (!isTold) notices.tell('note-lost', { contactId });
    },
    newId: randomUUID,
    clock,
    log,
  });
}
