/** Mute, hold and digits that main allowed and the phone window could not do. */
import { describe, expect, it } from 'vitest';
import type { CallView } from '#shared/contracts/session.ts';
import { fail, ok } from '#shared/result.ts';
import { isOutdated } from '../../../src/main/queue/call-notices.ts';
import { accepted, answer, createHarness, flowing, offered } from './harness.ts';

function talking() {
  const harness = createHarness();
  harness.phone(offered('a'));
  answer(harness);
  harness.phone(accepted('a'), flowing('a'));
  return harness;
}

describe('a control of a call that is up', () => {
  it.each([
    [{ do: 'mute', callId: 'a', on: true }, 'mute-failed', 'error'],
    [{ do: 'mute', callId: 'a', on: false }, 'unmute-failed', 'warning'],
    [{ do: 'hold', callId: 'a', on: true }, 'hold-failed', 'warning'],
    [{ do: 'hold', callId: 'a', on: false }, 'resume-failed', 'warning'],
    [{ do: 'dtmf', callId: 'a', tones: '1' }, 'digits-failed', 'warning'],
  ] as const)('%j that is refused late is told, and nothing is shown that is not so', async (command, code, level) => {
    const harness = talking();
    for (const error of ['rejected', 'timeout', 'offline', 'internal'] as const) {
      harness.replies.set(command.do, fail(error));
      expect(harness.queue.command(command)).toEqual(ok(null));
      await harness.settle();
    }
    expect(harness.view('a')).toMatchObject({ phase: 'active', muted: false });
    expect(harness.notices).toHaveLength(4);
    expect(new Set(harness.notices.map(({ id }) => id))).toEqual(new Set([`a/${code}`]));
    expect(harness.notices[0]).toMatchObject({ code, level, params: { callId: 'a' } });
  });

  it('needs no words where the call is over, or the phone window is about to say so', async () => {
    const harness = talking();
    harness.replies.set('mute', fail('gone'));
    harness.queue.command({ do: 'mute', callId: 'a', on: true });
    let refuse = (): void => {};
    harness.replies.set(
      'hold',
      new Promise((resolve) => {
        refuse = () => resolve(fail('rejected'));
      }),
    );
    harness.queue.command({ do: 'hold', callId: 'a', on: true });
    harness.queue.command({ do: 'end', callId: 'a' });
    refuse();
    await harness.settle();
    expect(harness.notices).toEqual([]);
  });
});

describe('what was told', () => {
  const notice = (code: Parameters<typeof isOutdated>[0]['code']) => ({ code, params: { callId: 'a' } });
  const calls = (change: Partial<CallView>): readonly CallView[] => {
    const view = talking().view('a');
    return view === undefined ? [] : [{ ...view, ...change }];
  };

  it.each([
    ['mute-failed', { muted: false }, { muted: true }],
    ['unmute-failed', { muted: true }, { muted: false }],
    ['hold-failed', { phase: 'active' }, { phase: 'held' }],
    ['resume-failed', { phase: 'held' }, { phase: 'active' }],
  ] as const)('%s stands while it is so', (code, asTold, done) => {
    expect(isOutdated(notice(code), calls(asTold))).toBe(false);
    expect(isOutdated(notice(code), calls(done))).toBe(true);
    expect(isOutdated(notice(code), [])).toBe(true);
  });

  it('of digits stands as long as the call, and of other things as long as the agent leaves it', () => {
    expect(isOutdated(notice('digits-failed'), calls({}))).toBe(false);
    expect(isOutdated(notice('digits-failed'), [])).toBe(true);
    expect(isOutdated(notice('recording-failed'), [])).toBe(false);
  });
});
