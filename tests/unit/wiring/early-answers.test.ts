import { describe, expect, it } from 'vitest';
import { createNotices } from '../../../src/main/session/notices.ts';
import type { CacheStore } from '../../../src/main/store/cache-store.ts';
import { earlyAnswers } from '../../../src/main/wiring/early-answers.ts';

const page = { rows: [], next: null };

function answersWith(cache: Promise<Pick<CacheStore, 'inboxPage'>>) {
  const told: string[] = [];
  const answers = earlyAnswers({
    core: {
      session: { snapshot: () => Promise.reject(new Error('not asked')) } as never,
      notices: createNotices(
        () => 0,
        () => undefined,
      ),
    } as never,
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
});
