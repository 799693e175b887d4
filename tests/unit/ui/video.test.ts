import { describe, expect, it } from 'vitest';
import { createActions } from '../../../src/renderer/ui/app/actions.ts';
import type { Model } from '../../../src/renderer/ui/app/model.ts';
import { runShortcut, type WindowCommands } from '../../../src/renderer/ui/app/shortcuts/commands.ts';
import type { ShortcutId } from '../../../src/renderer/ui/app/shortcuts/table.ts';
import { cornerAfter, cornerByKey, cornerNear, corners } from '../../../src/renderer/ui/features/video/corners.ts';
import { createClient } from '../../../src/renderer/ui/state/client.ts';
import { createFullScreen } from '../../../src/renderer/ui/state/full-screen.ts';
import { createStore } from '../../../src/renderer/ui/state/store.ts';
import { createToasts } from '../../../src/renderer/ui/state/toasts.ts';
import { callView, fakeBridge, snapshot } from './support.ts';

function press(id: ShortcutId, call: Parameters<typeof callView>[0]) {
  const { bridge, asked } = fakeBridge();
  const client = createClient(bridge);
  const model = { session: createStore(snapshot({ calls: [callView(call)] })) } as unknown as Model;
  const commanded: string[] = [];
  const commands = new Proxy({}, { get: (_, name) => () => void commanded.push(String(name)) }) as WindowCommands;
  const meant = runShortcut(id, model, createActions({ client, toasts: createToasts() }), commands);
  return { meant, asked, commanded };
}

const pictures = { own: 'off', contact: true } as const;

describe('the keys of a video call', () => {
  it('answer without the camera, unless the key says so', () => {
    expect(press('answer', { kind: 'video' }).asked).toEqual([['call.answer', { callId: 'call-1' }]]);
    expect(press('answerCamera', { kind: 'video' }).asked).toEqual([
      ['call.answer', { callId: 'call-1', camera: true }],
    ]);
  });

  it('answer no voice call with the camera, and none that cannot be answered', () => {
    for (const call of [{ kind: 'voice' }, { kind: 'video', refusal: 'busy' }] as const) {
      const { meant, asked } = press('answerCamera', call);
      expect([meant, asked]).toEqual([false, []]);
    }
  });

  it.each([
    ['off', true],
    ['failed', true],
    ['on', false],
    ['starting', false],
  ] as const)('turn a camera that is %s the other way', (own, on) => {
    const { asked } = press('camera', { kind: 'video', phase: 'active', pictures: { own, contact: false } });
    expect(asked).toEqual([['call.camera', { callId: 'call-1', on }]]);
  });

  it('mean nothing in a voice call, nor where the far end takes no reactions', () => {
    for (const id of ['camera', 'fullScreen', 'react'] as const) {
      expect(press(id, { phase: 'active' })).toMatchObject({ meant: false, asked: [], commanded: [] });
    }
    expect(press('fullScreen', { phase: 'active', pictures }).commanded).toEqual(['toggleFullScreen']);
    expect(press('react', { phase: 'active', reactions: true }).commanded).toEqual(['toggleReactions']);
    expect(press('react', { phase: 'held', reactions: true }).meant).toBe(false);
  });
});

describe('the corner of the own picture', () => {
  const frame = { width: 400, height: 300 };

  it('comes round to where it was', () => {
    let corner = corners[0] as (typeof corners)[number];
    const seen = corners.map(() => (corner = cornerAfter(corner)));
    expect(new Set(seen).size).toBe(corners.length);
    expect(corner).toBe(corners[0]);
  });

  it('is the one it was pulled to; the buttons keep theirs', () => {
    expect(cornerNear({ x: 380, y: 20 }, frame)).toBe('topRight');
    expect(cornerNear({ x: 380, y: 280 }, frame)).toBe('bottomRight');
    expect(cornerNear({ x: 20, y: 20 }, frame)).toBe('topLeft');
    expect(cornerNear({ x: 20, y: 280 }, frame)).toBe('bottomRight');
  });

  it('is reached by arrow keys, there and back', () => {
    expect(cornerByKey('ArrowDown', 'topRight')).toBe('bottomRight');
    expect(cornerByKey('ArrowUp', 'bottomRight')).toBe('topRight');
    expect(cornerByKey('ArrowLeft', 'topRight')).toBe('topLeft');
    expect(cornerByKey('ArrowRight', 'topLeft')).toBe('topRight');
    expect(cornerByKey('ArrowUp', 'topRight')).toBeNull();
    expect(cornerByKey('a', 'topRight')).toBeNull();
  });
});

describe('full screen', () => {
  function page(granted: boolean) {
    const events = new EventTarget();
    let element: unknown = null;
    const change = (next: unknown): void => {
      element = next;
      events.dispatchEvent(new Event('fullscreenchange'));
    };
    const documentElement = {
      requestFullscreen: async () => {
        if (!granted) throw new TypeError('denied');
        change(documentElement);
      },
    };
    const fullScreen = createFullScreen({
      addEventListener: events.addEventListener.bind(events),
      get fullscreenElement() {
        return element as Element | null;
      },
      exitFullscreen: async () => change(null),
      documentElement,
    });
    return { fullScreen, isSystems: () => element !== null, change };
  }

  it('fills the screen, and ends with either way out', () => {
    const { fullScreen, isSystems, change } = page(true);
    fullScreen.enter();
    expect([fullScreen.get(), isSystems()]).toEqual([true, true]);
    fullScreen.leave();
    expect([fullScreen.get(), isSystems()]).toEqual([false, false]);
    fullScreen.enter();
    change(null);
    expect(fullScreen.get()).toBe(false);
  });

  it('fills the window where the system refuses', async () => {
    const { fullScreen, isSystems } = page(false);
    fullScreen.enter();
    await Promise.resolve();
    expect([fullScreen.get(), isSystems()]).toEqual([true, false]);
    fullScreen.leave();
    expect(fullScreen.get()).toBe(false);
  });

  it('does not stay on the screen where the system was slower than the agent', () => {
    const { fullScreen, isSystems, change } = page(true);
    change({});
    expect([fullScreen.get(), isSystems()]).toEqual([false, false]);
  });
});
