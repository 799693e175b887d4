import type { PictureOf, PicturesToUi } from '#shared/contracts/pictures.ts';
import { type Frames, openFrames } from './open-frames.ts';
import { readFrame } from './read-frame.ts';

/** Larger ones take more room on the way than anybody sees: the own picture stands in a corner. */
const widest: Readonly<Record<PictureOf, number>> = { own: 640, contact: 1280 };

export interface FeedOptions {
  readonly of: PictureOf;
  readonly post: (message: PicturesToUi, transfer: Transferable[]) => void;
  readonly log: (text: string) => void;
}

/**
 * One of the two pictures on its way to the ui window. While it is not wanted, no frame is as much as looked at; but once opened the frames stay open as
 * long as their track is shown, so that a window that looks away and back a thousand times costs nothing.
 */
export interface PictureFeed {
  /** What is to be seen; null: nothing. */
  show(track: MediaStreamTrack | null): void;
  want(on: boolean): void;
  /** The last one was drawn: the newest may follow. */
  drawn(): void;
  /** Somebody else looks now, who has seen nothing yet. */
  restart(): void;
}

export function createPictureFeed({ of, post, log }: FeedOptions): PictureFeed {
  let track: MediaStreamTrack | null = null;
  let wanted = false;
  let frames: Frames | null = null;
  let isReading = false;
  let mayPost = true;
  let isUnreadable = false;

  const stop = (): void => {
    frames?.close();
    frames = null;
    isReading = false;
    mayPost = true;
  };

  const none = (): void => post({ type: 'none', of }, []);

  const start = (): void => {
    if (!wanted || track === null) return;
    frames ??= openFrames(track);
    if (frames !== null) {
      void next(frames);
      return;
    }
    log(`no frames of the ${of} picture can be had`);
    none();
  };

  /** Reads one frame and posts it, where the one before was drawn. */
  const next = async (from: Frames): Promise<void> => {
    if (!wanted || isReading || !mayPost || frames !== from) return;
    isReading = true;
    const isOver = await readOne(from).catch((error: unknown) => {
      log(`the ${of} picture broke off: ${String(error)}`);
      return true;
    });
    if (frames !== from) return;
    isReading = false;
    if (isOver) {
      stop();
      none();
    } else void next(from);
  };

  /** The next frame may be another matter; told once. */
  const skip = (error: unknown): null => {
    if (!isUnreadable) log(`a frame of the ${of} picture cannot be read: ${String(error)}`);
    isUnreadable = true;
    return null;
  };

  /** True where nothing more comes. */
  const readOne = async (from: Frames): Promise<boolean> => {
    const frame = await from.read();
    if (frame === null) return true;
    try {
      if (frames !== from || !wanted) return false;
      const read = await readFrame(frame, widest[of]).catch(skip);
      if (read === null || frames !== from || !wanted) return false;
      const { width, height, data } = read;
      mayPost = false;
      post({ type: 'frame', of, width, height, data: data.buffer }, [data.buffer]);
      return false;
    } finally {
      frame.close();
    }
  };

  return {
    show: (shown) => {
      if (shown === track) return;
      track = shown;
      stop();
      if (track === null) none();
      else start();
    },
    want: (on) => {
      if (on === wanted) return;
      wanted = on;
      mayPost = true;
      start();
    },
    drawn: () => {
      mayPost = true;
      if (frames !== null) void next(frames);
    },
    restart: () => {
      wanted = false;
      mayPost = true;
    },
  };
}
