/** An Answer that does not come through. */
import { describe, expect, it } from 'vitest';
import { fail, type Result } from '#shared/result.ts';
import { accepted, answer, codeOf, createHarness, offered, registration } from './harness.ts';

describe('an answer that fails on this desktop', () => {
  it.each(['microphone', 'media', 'internal'] as const)(
    'by %s: rings again, and can be answered again',
    async (code) => {
      const harness = createHarness();
      harness.replies.set('answer', fail(code));
      harness.phone(offered('a'), offered('b'));
      answer(harness);
      await harness.settle();
      expect(harness.view('a')).toMatchObject({ phase: 'ringing', refusal: null });
      expect(harness.view('b')).toMatchObject({ phase: 'ringing', refusal: null });
      expect(harness.tone()).toBe('incoming');
      expect(harness.notices).toMatchObject([{ code: code === 'microphone' ? 'microphone-failed' : 'call-failed' }]);
      harness.replies.clear();
      expect(codeOf(answer(harness))).toBe('ok');
      harness.phone(accepted('a'));
      expect(harness.view('a')?.phase).toBe('active');
    },
  );

  it('then comes through nevertheless: hung up, not two calls', async () => {
    const harness = createHarness();
    harness.replies.set('answer', fail('microphone'));
    harness.phone(offered('a'), offered('b'));
    answer(harness);
    await harness.settle();
    harness.replies.clear();
    answer(harness, 'b');
    harness.commands();
    harness.phone(accepted('a'), accepted('b'));
    expect(harness.commands()).toEqual(['hangup a']);
    expect(harness.queue.views().calls.map(({ id, phase }) => [id, phase])).toEqual([['b', 'active']]);
    expect(harness.rows.get('a')).toMatchObject({ outcome: 'failed', reason: 'late answer' });
  });

  it('a failure of an earlier try does not undo a later one', async () => {
    const harness = createHarness();
    let failFirst = (_: Result<null>): void => {};
    const first = new Promise<Result<null>>((resolve) => {
      failFirst = resolve;
    });
    harness.replies.set('answer', first);
    harness.phone(offered('a'));
    answer(harness);
    harness.queue.system({ type: 'phone.lost' });
    harness.queue.system({ type: 'phone.back' });
    harness.replies.clear();
    harness.phone(registration('registered'), offered('a'));
    expect(codeOf(answer(harness))).toBe('ok');
    failFirst(fail('microphone'));
    await harness.settle();
    expect(harness.view('a')?.phase).toBe('answering');
  });

  it('never comes through: ended by the limit, and told', () => {
    const harness = createHarness();
    harness.phone(offered('a'));
    answer(harness);
    harness.clock.increment(15_000);
    expect(harness.view('a')?.phase).toBe('ending');
    expect(harness.commands()).toEqual(['answer a', 'hangup a']);
    harness.clock.increment(5_000);
    expect(harness.rows.get('a')).toMatchObject({ outcome: 'failed', reason: 'answer-timeout' });
    expect(harness.notices).toMatchObject([{ code: 'call-failed' }]);
  });

  it('a time-out of the command says nothing: the answer may be on its way', async () => {
    const harness = createHarness();
    harness.replies.set('answer', fail('timeout'));
    harness.phone(offered('a'));
    answer(harness);
    await harness.settle();
    expect(harness.view('a')?.phase).toBe('answering');
    harness.phone(accepted('a'));
    expect(harness.view('a')?.phase).toBe('active');
  });
});
