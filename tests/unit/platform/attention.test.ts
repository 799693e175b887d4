import type { NativeImage } from 'electron';
import { describe, expect, it } from 'vitest';
import { createAttention } from '../../../src/main/platform/attention.ts';
import { wordsFor } from '../../../src/main/platform/words.ts';

function createAttentionUnderTest(platform: NodeJS.Platform) {
  const done: string[] = [];
  const state = { focused: false };
  const attention = createAttention({
    platform,
    app: {
      setBadgeCount: (count) => {
        done.push(`badge ${count}`);
        return true;
      },
      dock:
        platform === 'darwin'
          ? { bounce: (type) => done.push(`bounce ${type}`), cancelBounce: () => done.push('no bounce') }
          : undefined,
    },
    window: () => ({
      flashFrame: (on) => done.push(`flash ${on}`),
      isFocused: () => state.focused,
      setOverlayIcon: (image, description) => done.push(`overlay ${image !== null} ${description}`),
    }),
    badge: () => ({}) as NativeImage,
    words: () => wordsFor('en'),
  });
  return { attention, done, state };
}

describe('attention', () => {
  it('counts on dock and launcher', () => {
    const { attention, done } = createAttentionUnderTest('linux');
    attention.update({ waiting: 3, ringing: 0 });
    attention.update({ waiting: 3, ringing: 0 });
    attention.update({ waiting: 0, ringing: 0 });
    expect(done).toEqual(['badge 3', 'badge 0']);
  });

  it('marks the taskbar button, also of a new window', () => {
    const { attention, done } = createAttentionUnderTest('win32');
    attention.update({ waiting: 1, ringing: 0 });
    attention.update({ waiting: 0, ringing: 0 });
    attention.windowMade();
    expect(done).toEqual(['overlay true Something is waiting for you', 'overlay false ', 'overlay false ']);
  });

  it('flashes while a call rings behind other windows', () => {
    const { attention, done } = createAttentionUnderTest('darwin');
    attention.update({ waiting: 0, ringing: 1 });
    attention.update({ waiting: 0, ringing: 2 });
    attention.focused();
    attention.update({ waiting: 0, ringing: 0 });
    expect(done).toEqual(['badge 0', 'flash true', 'bounce critical', 'flash false', 'no bounce', 'flash false']);
  });

  it('does not flash in front of somebody', () => {
    const { attention, done, state } = createAttentionUnderTest('linux');
    state.focused = true;
    attention.update({ waiting: 0, ringing: 1 });
    expect(done).not.toContain('flash true');
  });
});
