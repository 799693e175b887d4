import { ok } from '#shared/result.ts';
import { noticeHandlers, sessionHandlers } from '../ipc/handlers/session.ts';
import type { UiHandlers } from '../ipc/request-gate.ts';
import type { CacheStore } from '../store/cache-store.ts';
import type { Core } from './core.ts';
import type { EarlyPage } from './early-page.ts';

export interface EarlyAnswersOptions {
  readonly core: Core;
  readonly early: Pick<EarlyPage, 'take'>;
  readonly cache: Promise<CacheStore>;
  /** The window shows its first view. */
  readonly painted: () => void;
  /** A page of the inbox was answered, or could not be. */
  readonly served: () => void;
}

export type EarlyAnswers = Pick<UiHandlers, 'session.snapshot' | 'window.painted' | 'inbox.page' | 'notice.dismiss'>;

/** What the window's first view asks: answered by the session and the cache alone. */
export function earlyAnswers({ core, early, cache, painted, served }: EarlyAnswersOptions): EarlyAnswers {
  return {
    ...sessionHandlers({ session: core.session, painted }),
    ...noticeHandlers(core.notices),
    'inbox.page': async (query) => {
      try {
        const page = await early.take(query);
        return page === null ? await (await cache).inboxPage(query) : ok(page);
      } finally {
        served();
      }
    },
  };
}
