export type Frames = ReadableStreamDefaultReader<VideoFrame>;

type Processor = new (init: {
  readonly track: MediaStreamTrack;
  readonly maxBufferSize: number;
}) => { readonly readable: ReadableStream<VideoFrame> };

/**
 * The frames of a track, the newest one only: what nobody reads in time is dropped. Each frame that is read must be closed. `cancel` ends it; the
 * track goes on. null: they cannot be had, for example in a Chromium whose pages have no such processor (all since 94 have, but only workers are sure to keep it).
 */
export function openFrames(track: MediaStreamTrack): Frames | null {
  const { MediaStreamTrackProcessor } = globalThis as { readonly MediaStreamTrackProcessor?: Processor };
  if (MediaStreamTrackProcessor === undefined || track.readyState === 'ended') return null;
  try {
    return new MediaStreamTrackProcessor({ track, maxBufferSize: 1 }).readable.getReader();
  } catch {
    return null;
  }
}
