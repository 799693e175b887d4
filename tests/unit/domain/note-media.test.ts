import { describe, expect, it } from 'vitest';
import { isCutShort, noteMediaType } from '../../../src/shared/domain/note-media.ts';
import { hadItsDays, isSettled, leastValuableFirst } from '../../../src/shared/domain/note-worth.ts';

describe('what stands in a note', () => {
  it.each([
    ['webm', undefined, 'opus', 'voice', 'audio/webm;codecs=opus', true],
    ['ogg', undefined, 'opus', 'voice', 'audio/ogg;codecs=opus', true],
    ['webm', 'vp8', 'opus', 'video', 'video/webm;codecs=vp8,opus', true],
    ['webm', 'vp9', undefined, 'video', 'video/webm;codecs=vp9', true],
    ['webm', undefined, 'vorbis', 'voice', 'audio/webm;codecs=vorbis', false],
    ['webm', 'av1', 'opus', 'video', 'video/webm;codecs=av1,opus', false],
    ['ogg', 'vp8', 'opus', 'video', 'video/ogg;codecs=vp8,opus', false],
    ['webm', 'vp8', 'aac', 'video', 'video/webm;codecs=vp8,aac', false],
  ] as const)('%s with picture %s and sound %s', (container, picture, sound, kind, mimeType, isPlayable) => {
    expect(noteMediaType({ container, picture, sound })).toEqual({ kind, mimeType, isPlayable });
  });

  it.each([
    [null, undefined, 'opus'],
    ['webm', undefined, undefined],
    ['webm', null, 'opus'],
    ['webm', 'vp8', null],
  ] as const)('%s with picture %s and sound %s says nothing', (container, picture, sound) => {
    expect(noteMediaType({ container, picture, sound })).toBeNull();
  });

  it('is cut short where more is missing than rounding takes', () => {
    expect(isCutShort(6_000, 4_500)).toBe(false);
    expect(isCutShort(6_000, 4_499)).toBe(true);
    expect(isCutShort(6_000, 9_000)).toBe(false);
  });
});

describe('what a note is worth', () => {
  it('is nothing more once it was heard or has gone out', () => {
    expect(isSettled({ direction: 'in', status: 'delivered' })).toBe(false);
    expect(isSettled({ direction: 'in', status: 'played' })).toBe(true);
    expect(isSettled({ direction: 'out', status: 'sending' })).toBe(false);
    expect(isSettled({ direction: 'out', status: 'sent' })).toBe(true);
  });

  it('is everything where it failed: it can be sent again', () => {
    expect(isSettled({ direction: 'out', status: 'failed' })).toBe(false);
  });

  it('falls with its age', () => {
    const day = 86_400_000;
    expect([hadItsDays(0, null, 9e12), hadItsDays(0, 3, 3 * day - 1), hadItsDays(0, 3, 3 * day)]).toEqual([
      false,
      false,
      true,
    ]);
    const notes = [
      { id: 'b', at: 2 },
      { id: 'c', at: 1 },
      { id: 'a', at: 2 },
    ];
    expect(notes.toSorted(leastValuableFirst).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  });
});
