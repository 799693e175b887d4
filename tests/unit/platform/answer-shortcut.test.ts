import { describe, expect, it } from 'vitest';
import { createAnswerShortcut } from '../../../src/main/platform/answer-shortcut.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

function createShortcut(taken: readonly string[] = []) {
  const held = new Map<string, () => void>();
  const complaints: string[] = [];
  const pressed: string[] = [];
  const waiting = new Set<() => void>();
  const shortcut = createAnswerShortcut({
    globalShortcut: {
      register: (accelerator, press) => {
        if (accelerator.includes('nonsense')) throw new TypeError('conversion failure');
        if (taken.includes(accelerator) || held.has(accelerator)) return false;
        held.set(accelerator, press);
        return true;
      },
      unregister: (accelerator) => held.delete(accelerator),
    },
    onPressed: () => pressed.push('pressed'),
    onTaken: (accelerator) => complaints.push(accelerator),
    clock: {
      after: (_milliseconds, run) => {
        waiting.add(run);
        return () => waiting.delete(run);
      },
    },
    log: memoryLog(),
  });
  /** The ringing goes on for a moment. */
  const settle = () => {
    for (const run of waiting) run();
    waiting.clear();
  };
  return { shortcut, held, complaints, pressed, settle };
}

describe('answer shortcut', () => {
  it('holds the keys only while something rings', () => {
    const { shortcut, held, pressed, settle } = createShortcut();
    shortcut.choose('Ctrl+Shift+A');
    expect([...held.keys()]).toEqual([]);
    shortcut.setRinging(true);
    shortcut.setRinging(true);
    expect([...held.keys()]).toEqual([]);
    settle();
    held.get('Ctrl+Shift+A')?.();
    expect(pressed).toEqual(['pressed']);
    shortcut.choose('Ctrl+Shift+B');
    expect([...held.keys()]).toEqual(['Ctrl+Shift+B']);
    shortcut.setRinging(false);
    expect([...held.keys()]).toEqual([]);
    shortcut.setRinging(true);
    shortcut.setRinging(false);
    settle();
    expect([...held.keys()]).toEqual([]);
  });

  it.each(['Ctrl+Shift+A', 'nonsense+'])('reports %s once when it cannot be had, as soon as it is chosen', (wanted) => {
    const { shortcut, complaints, settle } = createShortcut(['Ctrl+Shift+A']);
    shortcut.choose(wanted);
    expect(complaints).toEqual([wanted]);
    for (const on of [true, false, true, false]) {
      shortcut.setRinging(on);
      settle();
    }
    expect(complaints).toHaveLength(1);
    shortcut.choose(null);
    shortcut.choose(wanted);
    expect(complaints).toHaveLength(2);
  });

  it('holds nothing without a choice', () => {
    const { shortcut, held } = createShortcut();
    shortcut.setRinging(true);
    shortcut.choose('Ctrl+Shift+A');
    expect([...held.keys()]).toEqual(['Ctrl+Shift+A']);
    shortcut.choose(null);
    expect([...held.keys()]).toEqual([]);
    shortcut.stop();
  });
});
