import { settles } from './audio-context.ts';

/** Where one hears the contact. */
export interface CallOutput {
  play(track: MediaStreamTrack): void;
  /** '' is the system's default. */
  setDevice(deviceId: string): void;
  setMuted(muted: boolean): void;
  close(): void;
}

export function createCallOutput(deviceId: string, log: (text: string) => void): CallOutput {
  const element = new Audio();
  element.autoplay = true;

  let moving: Promise<void> = Promise.resolve();

  const move = async (next: string): Promise<void> => {
    if (next === element.sinkId) return;
    if (await settles(element.setSinkId(next))) return;
    log('the chosen speaker cannot be used');
    if (element.sinkId !== '') await settles(element.setSinkId(''));
  };
  const setDevice = (next: string): void => {
    moving = moving.then(() => move(next));
  };
  setDevice(deviceId);

  return {
    play: (track) => {
      element.srcObject = new MediaStream([track]);
      element.play().catch((error: unknown) => {
        // A source that was replaced or closed in the meantime is no trouble.
        if (!(error instanceof DOMException && error.name === 'AbortError')) log(`cannot play: ${String(error)}`);
      });
    },
    setDevice,
    setMuted: (muted) => {
      element.muted = muted;
    },
    close: () => {
      element.pause();
      element.srcObject = null;
    },
  };
}
