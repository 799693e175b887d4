import type { Clock } from '../../../../clock.ts';
import type { GatewayLog } from '../../../../log.ts';
import type { WebRtcStack } from '../webrtc-stack.ts';
import { startEchoing } from './echoing.ts';
import type { createFilms } from './films.ts';
import { startPlaying } from './playing.ts';
import type { VideoPath } from './video-path.ts';

/** Shows a contact as `video` of a scenario says. Where its film cannot be had nothing is shown, and the log says why. */
export function startShowing(options: {
  readonly video: string;
  readonly path: VideoPath;
  readonly stack: WebRtcStack;
  readonly films: ReturnType<typeof createFilms>;
  readonly clock: Clock;
  readonly log: GatewayLog;
}): { stop(): void } {
  const { video, path, stack, films, clock, log } = options;
  if (video === 'off') return { stop: () => undefined };
  if (video === 'echo') return startEchoing(path, clock);
  let stop: (() => void) | null = null;
  let stopped = false;
  films.acquire(video).then(
    (acquired) => {
      if (!acquired.ok) {
        log.warn(
          `sandbox: the file ${video} ${acquired.error.detail ?? acquired.error.code}; nothing is seen of the contact`,
        );
        return;
      }
      const { film, release } = acquired.value;
      if (stopped) {
        release();
        return;
      }
      const playing = startPlaying(stack, path, film, clock);
      stop = () => {
        playing.stop();
        release();
      };
    },
    (error: unknown) => log.error(`sandbox: nothing is seen of a contact: ${String(error)}`),
  );
  return {
    stop: () => {
      stopped = true;
      stop?.();
    },
  };
}
