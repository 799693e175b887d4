import { describe, expect, it } from 'vitest';
import { createUiPush } from '../../../src/main/ipc/push.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

const contents = (state: { destroyed?: boolean; crashed?: boolean; fails?: boolean } = {}) => {
  const sent: unknown[][] = [];
  return {
    sent,
    isDestroyed: () => state.destroyed ?? false,
    isCrashed: () => state.crashed ?? false,
    send: (...message: unknown[]) => {
      if (state.fails) throw new Error('An object could not be cloned');
      sent.push(message);
    },
  };
};

describe('createUiPush', () => {
  it('sends to the page that is alive now', () => {
    let current = contents();
    const push = createUiPush(() => current, memoryLog());
    push('reset', null);
    expect(current.sent).toEqual([['ui:push', 'reset', null]]);
    current = contents();
    push('levels', { callId: null, agent: 0.5, contact: 0 });
    expect(current.sent).toEqual([['ui:push', 'levels', { callId: null, agent: 0.5, contact: 0 }]]);
  });

  it('drops what nobody can hear', () => {
    const log = memoryLog();
    const dead = [contents({ destroyed: true }), contents({ crashed: true })];
    for (const target of [...dead, null]) createUiPush(() => target, log)('reset', null);
    expect(dead.flatMap((target) => target.sent)).toEqual([]);
    expect(log.lines).toEqual([]);
  });

  it('survives a page that dies while being told', () => {
    const log = memoryLog();
    createUiPush(() => contents({ fails: true }), log)('reset', null);
    expect(log.lines).toHaveLength(1);
  });
});
