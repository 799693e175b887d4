import { describe, expect, it } from 'vitest';
import type { Notice } from '#shared/contracts/notices.ts';
import { barHeight } from '../../../src/renderer/ui/features/call/level-trace.ts';
import { canWrite } from '../../../src/renderer/ui/features/conversation/service-window.ts';
import { dialable } from '../../../src/renderer/ui/features/inbox/dialable.ts';
import { byUrgency } from '../../../src/renderer/ui/features/notices/notice-text.ts';
import { columnHeights } from '../../../src/renderer/ui/features/recordings/waveform.ts';
import {
  acceleratorLabels,
  captureAccelerator,
  type PressedKeys,
} from '../../../src/renderer/ui/features/settings/accelerator.ts';

describe('what can be dialled', () => {
  it.each([
    ['+39 06 1234-5678', '+390612345678'],
    ['(06) 123.45', '0612345'],
    ['112', '112'],
    ['sip:anna@example.com', 'sip:anna@example.com'],
    ['12', null],
    ['Anna', null],
    ['+39 06 anna', null],
    ['sip:anna', null],
    ['', null],
  ])('%j → %j', (typed, number) => {
    expect(dialable(typed)).toBe(number);
  });
});

describe('keys taken as a shortcut', () => {
  const keys = (changes: Partial<PressedKeys>): PressedKeys => ({
    key: 'a',
    code: 'KeyA',
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...changes,
  });

  it.each([
    [keys({ ctrlKey: true, shiftKey: true, key: 'A' }), false, 'CommandOrControl+Shift+A'],
    [keys({ metaKey: true, shiftKey: true, key: 'A' }), true, 'CommandOrControl+Shift+A'],
    [keys({ ctrlKey: true }), true, 'Control+A'],
    [keys({ metaKey: true, altKey: true }), false, 'Super+Alt+A'],
    [keys({ altKey: true, key: 'å' }), true, 'Alt+A'],
    [keys({ ctrlKey: true, key: '&', code: 'Digit1' }), false, 'CommandOrControl+1'],
    [keys({ key: 'F9', code: 'F9' }), false, 'F9'],
    [keys({ ctrlKey: true, key: ' ', code: 'Space' }), false, 'CommandOrControl+Space'],
    [keys({ altKey: true, key: 'ArrowUp', code: 'ArrowUp' }), false, 'Alt+Up'],
  ])('%j', (pressed, darwin, accelerator) => {
    expect(captureAccelerator(pressed, darwin)).toEqual({ kind: 'accelerator', accelerator });
  });

  it('need something that keeps typing from answering calls', () => {
    expect(captureAccelerator(keys({}), false)).toEqual({ kind: 'needs-modifier' });
    expect(captureAccelerator(keys({ shiftKey: true, key: 'A' }), false)).toEqual({ kind: 'needs-modifier' });
    expect(captureAccelerator(keys({ ctrlKey: true, key: 'Control', code: 'ControlLeft' }), false)).toEqual({
      kind: 'incomplete',
    });
    expect(captureAccelerator(keys({ ctrlKey: true, key: 'Dead', code: 'Backquote' }), false)).toEqual({
      kind: 'incomplete',
    });
  });

  it('are shown as they are printed', () => {
    const words = { control: 'Strg', shift: 'Umschalt', alt: 'Alt', space: 'Leertaste' };
    expect(acceleratorLabels('CommandOrControl+Shift+A', false, words)).toEqual(['Strg', 'Umschalt', 'A']);
    expect(acceleratorLabels('CommandOrControl+Alt+Space', true, words)).toEqual(['⌘', '⌥', 'Leertaste']);
  });
});

describe('levels', () => {
  it('are drawn in decibels', () => {
    expect(barHeight(0)).toBe(0);
    expect(barHeight(1)).toBe(1);
    expect(barHeight(10 ** (-24 / 20))).toBeCloseTo(0.5, 6);
    expect(barHeight(0.0001)).toBe(0);
    expect(barHeight(3)).toBe(1);
  });
});

describe('the wave form', () => {
  it('shows the loudest of each stretch', () => {
    const pairs = Int8Array.from([-10, 20, -127, 5, 0, 0, -1, 1]);
    expect(columnHeights(pairs, 2)).toEqual([1, 1 / 127]);
  });

  it('has a value for each column, also when there are fewer samples or none', () => {
    expect(columnHeights(Int8Array.from([-128, 127]), 4)).toEqual([1, 1, 1, 1]);
    expect(columnHeights(new Int8Array(), 3)).toEqual([0, 0, 0]);
  });
});

describe('writing', () => {
  const contact = { id: 'anna', name: 'Anna', phone: null };
  const details = (canMessage: boolean, serviceWindowUntil: number | null) => ({
    contact,
    canMessage,
    serviceWindowUntil,
    clockAheadMs: 0,
  });

  it('is for main to allow, until the window ends', () => {
    expect(canWrite(details(true, 2_000), 1_000)).toBe(true);
    expect(canWrite(details(true, 2_000), 2_000)).toBe(false);
    expect(canWrite(details(true, null), 1_000)).toBe(false);
    expect(canWrite(details(false, 2_000), 1_000)).toBe(false);
  });
});

describe('notices', () => {
  it('stand faults first, then the newest', () => {
    const notice = (id: string, level: Notice['level'], at: number): Notice => ({
      id,
      level,
      at,
      code: 'call-failed',
      params: {},
    });
    const list = [
      notice('old', 'error', 1),
      notice('news', 'info', 9),
      notice('fault', 'error', 2),
      notice('care', 'warning', 5),
    ];
    expect(byUrgency(list).map(({ id }) => id)).toEqual(['fault', 'old', 'care', 'news']);
  });
});
