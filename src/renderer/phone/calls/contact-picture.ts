import { type Frames, openFrames } from '../pictures/open-frames.ts';

export interface ContactPicture {
  stop(): void;
}

/**
 * Tells whether a picture comes in: from its first frame on, until none has come for about a second (which is when Chromium mutes the track), and again
 * from then on. Chromium takes a track for one with a picture as soon as it is agreed on, so that the first frame is waited for.
 */
export function watchContactPicture(track: MediaStreamTrack, changed: (isThere: boolean) => void): ContactPicture {
  let isSeen = false;
  let isStopped = false;
  let frames: Frames | null = null;

  const look = (): void => {
    if (!isStopped) changed(isSeen && !track.muted && track.readyState === 'live');
  };
  const seen = (): void => {
    isSeen = true;
    look();
  };

  for (const type of ['mute', 'unmute', 'ended'] as const) track.addEventListener(type, look);
  frames = openFrames(track);
  if (frames === null) seen();
  else void waitForFrame(frames).then((came) => came && seen());

  return {
    stop: () => {
      isStopped = true;
      for (const type of ['mute', 'unmute', 'ended'] as const) track.removeEventListener(type, look);
      frames?.close();
    },
  };
}

/** False where none will come. */
async function waitForFrame(frames: Frames): Promise<boolean> {
  const frame = await frames.read().catch(() => null);
  frame?.close();
  frames.close();
  return frame !== null;
}
