import { describe, expect, it } from 'vitest';
import { createNotices } from '../../../src/main/session/notices.ts';
import type { CacheStore } from '../../../src/main/store/cache-store.ts';
import { earlyAnswers } from '../../../src/main/wiring/early-answers.ts';
import { createEarlyPage } from '../../../src/main/wiring/early-page.ts';

const page = { rows: [], next: null };

function answersWith(
  cache: Promise<Pick<CacheStore, 'inboxPage'>>,
  read = async (): Promise<typeof page | null> => null,
) {
  const told: string[] = [];
  const answers = earlyAnswers({
    core: {
      session: { snapshot: () => Promise.reject(new Error('not asked')) } as never,
      notices: createNotices(
        () => 0,
        () => undefined,
      ),
    } as never,
    early: createEarlyPage(read),
    cache: cache as Promise<CacheStore>,
    painted: () => told.push('painted'),
    served: () => told.push('served'),
  });
  return { answers, told };
}

describe('the first view', () => {
  it('has its page as soon as the cache is open, and says so', async () => {
    let open = (_cache: Pick<CacheStore, 'inboxPage'>): void => undefined;
    const { answers, told } = answersWith(new Promise((resolve) => (open = resolve)));
    const asked = answers['inbox.page']({ before: null, limit: 50 });
    expect(told).toEqual([]);
    open({ inboxPage: async () => ({ ok: true, value: page }) });
    expect(await asked).toEqual({ ok: true, value: page });
    expect(told).toEqual(['served']);
    await answers['window.painted'](null);
    expect(told).toEqual(['served', 'painted']);
  });

  it('keeps nobody waiting where the cache cannot be opened', async () => {
    const { answers, told } = answersWith(Promise.reject(new Error('future-version')));
    await expect(answers['inbox.page']({ before: null, limit: 50 })).rejects.toThrow('future-version');
    expect(told).toEqual(['served']);
  });

  it('has its page before the cache is open where the file could be read, once, and only the page that was read', async () => {
    const later = { rows: [], next: '1:later' };
    let open = (_cache: Pick<CacheStore, 'inboxPage'>): void => undefined;
    const { answers } = answersWith(new Promise((resolve) => (open = resolve)), async () => page);
    const next = answers['inbox.page']({ before: '9:x', limit: 50 });
    expect(await answers['inbox.page']({ before: null, limit: 50 })).toEqual({ ok: true, value: page });
    const again = answers['inbox.page']({ before: null, limit: 50 });
    open({ inboxPage: async () => ({ ok: true, value: later }) });
    expect(await Promise.all([next, again])).toEqual([
      { ok: true, value: later },
      { ok: true, value: later },
    ]);
  });

  it('forgets the page that was read as soon as the cache may change', async () => {
    const early = createEarlyPage(async () => page);
    expect(await early.isThere).toBe(true);
    early.drop();
    expect(await early.take({ before: null, limit: 50 })).toBeNull();
  });
});
