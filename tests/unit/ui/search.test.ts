import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SearchHit } from '#shared/contracts/ui-replies.ts';
import { fail, ok } from '#shared/result.ts';
import { untilNextPeriod } from '../../../src/renderer/ui/hooks/use-now.ts';
import { createClient } from '../../../src/renderer/ui/state/client.ts';
import { createSearch } from '../../../src/renderer/ui/state/search.ts';
import { fakeBridge } from './support.ts';

const hit = (name: string): SearchHit => ({ contact: { id: name, name, phone: null }, message: null, note: null });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the search', () => {
  it('asks when the typing pauses, and for what was typed last', async () => {
    const { bridge, asked } = fakeBridge(() => ok([hit('Anna')]));
    const search = createSearch(createClient(bridge));
    search.type('a');
    search.type('an ');
    expect(search.get()).toMatchObject({ text: 'an ', hits: null });
    await vi.runAllTimersAsync();
    expect(asked).toEqual([['search', { text: 'an', limit: 50 }]]);
    expect(search.get()).toMatchObject({ hits: [{ contact: { name: 'Anna' } }], answered: 'an' });
  });

  it('drops an answer that was overtaken', async () => {
    const answers = new Map<string, (value: unknown) => void>();
    const { bridge } = fakeBridge(
      (_name, argument) => new Promise((resolve) => answers.set((argument as { text: string }).text, resolve)),
    );
    const search = createSearch(createClient(bridge));
    search.type('a');
    await vi.advanceTimersByTimeAsync(100);
    search.type('b');
    await vi.advanceTimersByTimeAsync(100);
    answers.get('b')?.(ok([hit('Bruno')]));
    answers.get('a')?.(ok([hit('Anna')]));
    await vi.advanceTimersByTimeAsync(0);
    expect(search.get()).toMatchObject({ answered: 'b', hits: [{ contact: { name: 'Bruno' } }] });
  });

  it('forgets everything when it is emptied, also an answer on its way', async () => {
    let answer: (value: unknown) => void = () => undefined;
    const { bridge } = fakeBridge(() => new Promise((resolve) => (answer = resolve)));
    const search = createSearch(createClient(bridge));
    search.type('a');
    await vi.advanceTimersByTimeAsync(100);
    search.type('  ');
    answer(ok([hit('Anna')]));
    await vi.advanceTimersByTimeAsync(0);
    expect(search.get()).toEqual({ text: '  ', hits: null, answered: '', failure: null });
  });

  it('says what went wrong and asks the same again when told to', async () => {
    let broken = true;
    const { bridge, asked } = fakeBridge(() => (broken ? fail('storage') : ok([])));
    const search = createSearch(createClient(bridge));
    search.type('x'.repeat(300));
    await vi.runAllTimersAsync();
    expect(search.get().failure).toEqual({ code: 'storage' });
    broken = false;
    search.repeat();
    await vi.runAllTimersAsync();
    expect(search.get()).toMatchObject({ failure: null, hits: [] });
    expect(asked.map(([, argument]) => (argument as { text: string }).text.length)).toEqual([200, 200]);
  });
});

describe('a running timer', () => {
  it.each([
    [5_300, 5_000, 701],
    [5_000, 5_000, 1_001],
    // A countdown: the instant lies ahead.
    [5_300, 9_000, 701],
    [4_999, 5_000, 2],
  ])('at %i, counted from %i, changes in %i ms', (now, origin, wait) => {
    expect(untilNextPeriod(now, origin, 1_000)).toBe(wait);
  });
});
