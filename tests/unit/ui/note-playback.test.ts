import { describe, expect, it, vi } from 'vitest';
import type { Client } from '../../../src/renderer/ui/state/client.ts';
import { createNotePlayback, type PlayableNote } from '../../../src/renderer/ui/state/note-playback.ts';
import { fail, ok, type Result } from '../../../src/shared/result.ts';

/** A media element as far as the player uses it: it tells by events what it does. */
class Element extends EventTarget {
  src = '';
  currentTime = 0;
  playbackRate = 1;
  paused = true;
  getAttribute = (): string | null => (this.src === '' ? null : this.src);
  removeAttribute = (): void => {
    this.src = '';
  };
  load = (): void => undefined;
  play = (): Promise<void> => {
    this.paused = false;
    this.dispatchEvent(new Event('play'));
    this.dispatchEvent(new Event('playing'));
    return Promise.resolve();
  };
  pause = (): void => {
    if (this.paused) return;
    this.paused = true;
    this.dispatchEvent(new Event('pause'));
  };
  reach(seconds: number): void {
    this.currentTime = seconds;
    this.dispatchEvent(new Event('timeupdate'));
  }
}

const note = (id: string, incoming = true): PlayableNote => ({
  id,
  contactId: 'anna',
  kind: 'voice',
  incoming,
  durationMs: 12_000,
});

function harness(
  opening: (id: string) => Result<unknown> | Promise<Result<unknown>> = (id) => ok({ url: `app://ui/notes/${id}` }),
) {
  const element = new Element();
  const asked: unknown[] = [];
  const client = {
    ask: async (name: string, argument: { noteId: string }) => {
      asked.push([name, argument.noteId]);
      return name === 'note.open' ? opening(argument.noteId) : ok(null);
    },
  } as unknown as Client;
  return { element, asked, playback: createNotePlayback(client, () => element as unknown as HTMLVideoElement) };
}

describe('playing notes', () => {
  it('opens a note, plays it, and tells once that it is played', async () => {
    const { playback, element, asked } = harness();
    playback.toggle(note('n1'));
    expect(playback.get()).toMatchObject({ phase: 'opening', note: { id: 'n1' } });
    await vi.waitFor(() => expect(playback.get().phase).toBe('playing'));
    expect(element.src).toBe('app://ui/notes/n1');
    playback.toggle(note('n1'));
    expect(playback.get().phase).toBe('paused');
    playback.toggle(note('n1'));
    expect(playback.get().phase).toBe('playing');
    expect(asked).toEqual([
      ['note.open', 'n1'],
      ['note.played', 'n1'],
    ]);
  });

  it('tells nothing of a note that we left ourselves', async () => {
    const { playback, asked } = harness();
    playback.toggle(note('n1', false));
    await vi.waitFor(() => expect(playback.get().phase).toBe('playing'));
    expect(asked).toEqual([['note.open', 'n1']]);
  });

  it('plays one at a time', async () => {
    const { playback, element } = harness();
    playback.toggle(note('n1'));
    await vi.waitFor(() => expect(playback.get().phase).toBe('playing'));
    element.reach(4);
    playback.toggle(note('n2'));
    await vi.waitFor(() => expect(element.src).toBe('app://ui/notes/n2'));
    expect(playback.get()).toMatchObject({ note: { id: 'n2' }, phase: 'playing', position: 0 });
  });

  it('drops what opens too late: another note was chosen, or it was closed', async () => {
    let release = (_: Result<unknown>): void => undefined;
    const { playback, element } = harness((id) =>
      id === 'slow' ? new Promise((resolve) => (release = resolve)) : ok({ url: `app://ui/notes/${id}` }),
    );
    playback.toggle(note('slow'));
    await vi.waitFor(() => expect(playback.get().phase).toBe('opening'));
    playback.toggle(note('n2'));
    await vi.waitFor(() => expect(playback.get().phase).toBe('playing'));
    release(ok({ url: 'app://ui/notes/slow' }));
    await Promise.resolve();
    expect(element.src).toBe('app://ui/notes/n2');
    playback.close();
    expect(playback.get().note).toBeNull();
    expect(element.src).toBe('');
  });

  it('says why a note cannot be opened, and tries again', async () => {
    let answer: Result<unknown> = fail('damaged');
    const { playback } = harness(() => answer);
    playback.toggle(note('n1'));
    await vi.waitFor(() => expect(playback.get()).toMatchObject({ phase: 'failed', failure: { code: 'damaged' } }));
    answer = ok({ url: 'app://ui/notes/n1' });
    playback.toggle(note('n1'));
    await vi.waitFor(() => expect(playback.get()).toMatchObject({ phase: 'playing', failure: null }));
  });

  it('moves, keeps its speed for the next note, and begins anew at the end', async () => {
    const { playback, element } = harness();
    playback.setSpeed(1.5);
    playback.seek(note('n1'), 7);
    await vi.waitFor(() => expect(element.src).toBe('app://ui/notes/n1'));
    expect(playback.get()).toMatchObject({ phase: 'paused', position: 7 });
    playback.toggle(note('n1'));
    expect(element.playbackRate).toBe(1.5);
    expect(element.currentTime).toBe(7);
    playback.playFrom(note('n1'), 2);
    expect(element.currentTime).toBe(2);
    element.dispatchEvent(new Event('ended'));
    expect(playback.get()).toMatchObject({ phase: 'paused', position: 0 });
    playback.toggle(note('n2'));
    await vi.waitFor(() => expect(playback.get().phase).toBe('playing'));
    expect(element.playbackRate).toBe(1.5);
  });

  it('stays paused where a call came while it opened', async () => {
    let release = (_: Result<unknown>): void => undefined;
    const { playback, element } = harness(() => new Promise((resolve) => (release = resolve)));
    playback.toggle(note('n1'));
    playback.pause();
    release(ok({ url: 'app://ui/notes/n1' }));
    await Promise.resolve();
    expect(element.paused).toBe(true);
    expect(playback.get().phase).toBe('paused');
  });
});
