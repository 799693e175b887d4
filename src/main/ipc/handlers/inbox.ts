import type { UiReplies } from '#shared/contracts/ui-replies.ts';
import { evaluateMessage } from '#shared/domain/rules/evaluate-message.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { CacheChanges, CacheStore } from '../../store/cache-store.ts';
import type { Messages } from '../../workspace/messages.ts';
import type { RulesAhead } from '../../workspace/rules-clock.ts';
import type { UiHandlers } from '../request-gate.ts';

export interface InboxHandlersOptions {
  readonly cache: CacheStore;
  /** null: the workspace has calls only (PBX). */
  readonly messages: Messages | null;
  readonly changed: (changes: CacheChanges) => void;
  /** Somebody looked at the conversation up to that instant: for every agent. */
  readonly wasRead: (contactId: string, upTo: number) => void;
  /** The agent was told that it cannot be played: for every agent. */
  readonly noteSeen: (noteId: string) => void;
  readonly now: () => number;
  readonly aheadMs: RulesAhead;
}

type InboxRequests = 'contact.get' | 'timeline.page' | 'search' | 'conversation.read' | 'message.send';

/**
 * What stands in the conversation was seen, also where it seems to lie a little in the future, by this computer's clock and by the gateway's;
 * what lies beyond comes from a clock that is wrong by more than that, and must not hide what is still to come.
 */
const slowClockMs = 60 * 60 * 1000;

/** One conversation, its lines, search, and sending. */
export function inboxHandlers(options: InboxHandlersOptions): Pick<UiHandlers, InboxRequests> {
  const { cache, messages, now, aheadMs } = options;
  return {
    'timeline.page': (query) => cache.timelinePage(query),
    search: (query) => cache.search(query),

    'contact.get': async ({ contactId }): Promise<Result<UiReplies['contact.get']>> => {
      const [found, clockAheadMs] = await Promise.all([cache.contact(contactId), aheadMs()]);
      if (!found.ok) return found;
      if (found.value === null) return fail('not-found');
      const { contact, serviceWindowUntil } = found.value;
      const verdict = evaluateMessage({ state: { serviceWindowUntil }, template: false }, now() + clockAheadMs);
      const canMessage = messages !== null && verdict.allowed;
      return ok({ contact, serviceWindowUntil, canMessage, clockAheadMs });
    },

    'conversation.read': async ({ contactId }) => {
      const read = await cache.markRead(contactId, now() + Math.max(0, await aheadMs()) + slowClockMs);
      if (!read.ok) return read;
      options.changed(read.value.changes);
      if (read.value.upTo !== null) options.wasRead(contactId, read.value.upTo);
      for (const id of read.value.unplayable) options.noteSeen(id);
      return ok(null);
    },

    'message.send': async ({ contactId, text, clientId }) => {
      if (messages === null) return fail('unsupported');
      const sent = await messages.send({ id: clientId, contactId, text });
      return sent.ok ? ok({ status: 'sending' }) : sent;
    },
  };
}
