/** The frames of a track, the newest one only: what nobody reads in time is dropped. */
export interface Frames {
  /** The next one, which must be closed; one read at a time. null: nothing more comes. */
  read(): Promise<VideoFrame | null>;
  /** Ends it soon; the track itself goes on. */
  close(): void;
}

type Processor = new (init: {
  readonly track: MediaStreamTrack;
  readonly maxBufferSize: number;
}) => { readonly readable: ReadableStream<VideoFrame> };

/** Several frames of the slowest camera; one that sends none keeps its light on for no longer. */
const lastFrameMs = 500;

/**
 * null: they cannot be had, for example in a Chromium whose pages have no such processor (all since 94 have, but only workers are sure to keep it).
 *
 * A frame that Chromium is handing out just when its stream ends is never closed, and of a camera's frames it hands out two or three at a time:
 * after as many of them a camera shows nothing any more, until its page collects its garbage. So the frames are those of a copy of the track, which
 * ends between two frames.
 */
export function openFrames(track: MediaStreamTrack): Frames | null {
  const { MediaStreamTrackProcessor } = globalThis as { readonly MediaStreamTrackProcessor?: Processor };
  if (MediaStreamTrackProcessor === undefined || track.readyState === 'ended') return null;
  const copy = track.clone();
  try {
    return framesOf(copy, new MediaStreamTrackProcessor({ track: copy, maxBufferSize: 1 }).readable.getReader());
  } catch {
    copy.stop();
    return null;
  }
}

function framesOf(copy: MediaStreamTrack, reader: ReadableStreamDefaultReader<VideoFrame>): Frames {
  let reading: Promise<VideoFrame | null> | null = null;
  let isClosed = false;

  const end = (): void => {
    void reader.cancel().catch(() => undefined);
    copy.stop();
  };

  const next = async (): Promise<VideoFrame | null> => {
    const { value } = await reader.read();
    if (!isClosed) return value ?? null;
    value?.close();
    return null;
  };

  return {
    read: () => {
      const frame = next().finally(() => {
        reading = null;
      });
      reading = frame;
      return frame;
    },
    close: () => {
      if (isClosed) return;
      isClosed = true;
      if (reading === null) return end();
      const timer = setTimeout(end, lastFrameMs);
      const over = (): void => {
        clearTimeout(timer);
        end();
      };
      reading.then(over, over);
    },
  };
}
