import type { CallKind } from '#shared/contracts/identifiers.ts';
import type { Failure } from '#shared/result.ts';
import type { Client } from './client.ts';
import { createStore, type Store } from './store.ts';

export interface PlayableNote {
  readonly id: string;
  readonly contactId: string;
  readonly kind: CallKind;
  /** From a contact: playing it is what marks it played, for every agent. */
  readonly incoming: boolean;
  readonly durationMs: number;
}

export interface NotePlaybackState {
  /** null: none is open. */
  readonly note: PlayableNote | null;
  readonly phase: 'opening' | 'playing' | 'paused' | 'failed';
  /** Seconds. */
  readonly position: number;
  readonly speed: number;
  readonly failure: Failure | null;
}

/** The one note that plays. It belongs to the window, not to a page: it goes on while the agent moves around. */
export interface NotePlayback extends Store<NotePlaybackState> {
  /** Plays it, or pauses it where it plays; another one that plays is left. */
  readonly toggle: (note: PlayableNote) => void;
  readonly pause: () => void;
  readonly playFrom: (note: PlayableNote, seconds: number) => void;
  /** Opens it where it is not open. */
  readonly seek: (note: PlayableNote, seconds: number) => void;
  readonly setSpeed: (speed: number) => void;
  readonly close: () => void;
  /** What plays: also the picture of a video note, to be shown where there is room for it. */
  readonly element: () => HTMLVideoElement;
}

export const noteSpeeds = [1, 1.5, 2] as const;

const closed: NotePlaybackState = { note: null, phase: 'paused', position: 0, speed: 1, failure: null };

export function createNotePlayback(client: Client, makeElement: () => HTMLVideoElement): NotePlayback {
  const store = createStore(closed);
  let media: HTMLVideoElement | null = null;
  /** Notes of which main was told that they are played. */
  const told = new Set<string>();

  const change = (changes: Partial<NotePlaybackState>): void => store.set({ ...store.get(), ...changes });

  function element(): HTMLVideoElement {
    if (media !== null) return media;
    const made = makeElement();
    made.addEventListener('play', () => change({ phase: 'playing' }));
    made.addEventListener('pause', () => change({ phase: 'paused' }));
    made.addEventListener('ended', () => change({ phase: 'paused', position: 0 }));
    made.addEventListener('timeupdate', () => change({ position: made.currentTime }));
    made.addEventListener('seeking', () => change({ position: made.currentTime }));
    made.addEventListener('playing', tellPlayed);
    made.addEventListener('error', () => {
      if (made.getAttribute('src') !== null) change({ phase: 'failed', failure: { code: 'unsupported' } });
    });
    media = made;
    return made;
  }

  function tellPlayed(): void {
    const { note } = store.get();
    if (note === null || !note.incoming || told.has(note.id)) return;
    told.add(note.id);
    void client.ask('note.played', { noteId: note.id }).then((result) => {
      if (!result.ok) told.delete(note.id);
    });
  }

  function start(): void {
    const playing = element();
    playing.playbackRate = store.get().speed;
    playing.play().catch((error: unknown) => {
      // Pausing before the first sample is no failure.
      if (error instanceof DOMException && error.name === 'AbortError') return;
      change({ phase: 'failed', failure: { code: 'unsupported', detail: String(error) } });
    });
  }

  async function open(note: PlayableNote, at: number, plays: boolean): Promise<void> {
    release();
    store.set({ ...closed, note, phase: 'opening', position: at, speed: store.get().speed });
    const opened = await client.ask('note.open', { noteId: note.id });
    if (store.get().note?.id !== note.id || store.get().phase !== 'opening') return;
    if (!opened.ok) {
      change({ phase: 'failed', failure: opened.error });
      return;
    }
    const playing = element();
    playing.src = opened.value.url;
    playing.currentTime = at;
    if (plays) start();
    else change({ phase: 'paused' });
  }

  function release(): void {
    if (media === null) return;
    media.pause();
    media.removeAttribute('src');
    media.load();
  }

  return {
    get: store.get,
    subscribe: store.subscribe,
    element,
    toggle: (note) => {
      const { note: current, phase, position } = store.get();
      if (current?.id !== note.id || phase === 'failed') void open(note, 0, true);
      else if (phase === 'playing') media?.pause();
      else if (phase === 'opening') change({ phase: 'paused' });
      else if (media?.getAttribute('src') === null || media === null) void open(note, position, true);
      else start();
    },
    pause: () => {
      if (store.get().phase === 'opening') change({ phase: 'paused' });
      media?.pause();
    },
    playFrom: (note, seconds) => {
      const { note: current, phase } = store.get();
      if (current?.id !== note.id || phase === 'failed' || media === null) void open(note, seconds, true);
      else {
        media.currentTime = seconds;
        start();
      }
    },
    seek: (note, seconds) => {
      const { note: current, phase } = store.get();
      if (current?.id !== note.id || phase === 'failed') void open(note, seconds, false);
      else {
        if (media !== null) media.currentTime = seconds;
        change({ position: seconds });
      }
    },
    setSpeed: (speed) => {
      if (media !== null) media.playbackRate = speed;
      change({ speed });
    },
    close: () => {
      release();
      store.set({ ...closed, speed: store.get().speed });
    },
  };
}
