import type { Clock } from '../../../../clock.ts';
import { createEcho } from './echo.ts';
import type { VideoPath } from './video-path.ts';
import { beginsKeyFrame } from './vp8.ts';

/** A camera makes a key frame at once, or in a moment: asking more often makes it worse. */
const askAgainMs = 500;
/** Packets in a second, several times what a camera sends; of a flood nothing is sent back. */
const mostPackets = 2000;

/** The contact sends back what it sees of the agent. */
export function startEchoing(path: VideoPath, clock: Pick<Clock, 'monotonic'>): { stop(): void } {
  const echo = createEcho({
    sequence: Math.floor(Math.random() * 0x8000),
    timestamp: Math.floor(Math.random() * 2 ** 32),
  });
  let wantsKeyFrame = true;
  let askedAt = Number.NEGATIVE_INFINITY;
  let second = 0;
  let packets = 0;

  const ask = (now: number): void => {
    if (!wantsKeyFrame || now - askedAt < askAgainMs) return;
    askedAt = now;
    path.wantKeyFrame();
  };
  const isFlood = (now: number): boolean => {
    const current = Math.floor(now / 1000);
    packets = current === second ? packets + 1 : 1;
    second = current;
    return packets > mostPackets;
  };

  path.listener = {
    packet: (packet) => {
      const now = clock.monotonic();
      if (!path.maySend || isFlood(now)) {
        echo.interrupt();
        return;
      }
      const frame = echo.take(packet, now);
      if (frame !== null) path.send(frame);
      if (echo.waits) wantsKeyFrame = true;
      else if (frame !== null && beginsKeyFrame(frame.payload)) wantsKeyFrame = false;
      ask(now);
    },
    keyFrameWanted: () => {
      wantsKeyFrame = true;
      ask(clock.monotonic());
    },
  };
  return {
    stop: () => {
      path.listener = null;
    },
  };
}
