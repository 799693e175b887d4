import type { Clock, Timer } from '../../../../clock.ts';
import type { WebRtcStack } from '../webrtc-stack.ts';
import type { Film } from './film.ts';
import type { VideoPath } from './video-path.ts';
import { videoClockRate } from './vp8.ts';

/** How often it is looked whether the contact may be seen. */
const lookAgainMs = 50;
/** More than this late (a machine that slept): what was due meanwhile is left out. */
const tooLateMs = 1000;
/** A key frame is on its way: who asks for one has it in a moment. */
const keyFrameEveryMs = 300;
/** Of an RTP packet, so that it stays whole on every network. */
const payloadBytes = 1200;

/**
 * The contact is seen as a film, over and over while the path is up and the contact is not held. Where the agent cannot go on
 * from what it has (a gap, a loss) the film goes on from its next key frame. The RTP clock runs on through everything.
 */
export function startPlaying(
  { werift }: Pick<WebRtcStack, 'werift'>,
  path: VideoPath,
  { frames, lengthMs }: Film,
  clock: Pick<Clock, 'monotonic' | 'setTimeout' | 'clearTimeout'>,
): { stop(): void } {
  const packetizer = new werift.Vp8Packetizer({ maxPayloadSize: payloadBytes });
  const began = clock.monotonic();
  let timestamp = Math.floor(Math.random() * 2 ** 32);
  let ticks = -1;
  let position = 0;
  /** When the film's first frame was due in this round. */
  let origin = began;
  let gap = true;
  let keyFrameAt = Number.NEGATIVE_INFINITY;
  let timer: Timer;

  const due = (): number => origin + (frames[position]?.at ?? 0);

  const seek = (now: number): void => {
    const next = frames.findIndex(({ isKey }, index) => isKey && index >= position);
    position = Math.max(0, next);
    origin = now - (frames[position]?.at ?? 0);
    gap = false;
  };

  const sendNext = (): void => {
    const frame = frames[position];
    if (frame === undefined) return;
    const at = Math.max(ticks + 1, Math.round(((due() - began) * videoClockRate) / 1000));
    timestamp = (timestamp + at - ticks) >>> 0;
    ticks = at;
    if (frame.isKey) keyFrameAt = clock.monotonic();
    for (const { header, payload } of packetizer.packetize(Buffer.from(frame.data), timestamp))
      path.send({ payload, sequence: header.sequenceNumber, timestamp, marker: header.marker });
    position++;
    if (position < frames.length) return;
    position = 0;
    origin += lengthMs;
  };

  const play = (): void => {
    const now = clock.monotonic();
    if (!path.maySend) gap = true;
    else {
      if (gap || now - due() > tooLateMs) seek(now);
      while (due() <= now) sendNext();
    }
    const wait = gap ? lookAgainMs : Math.max(1, Math.ceil(due() - now));
    timer = clock.setTimeout(play, Math.min(wait, tooLateMs));
  };

  path.listener = {
    packet: () => undefined,
    keyFrameWanted: () => {
      const now = clock.monotonic();
      if (gap || !path.maySend || now - keyFrameAt < keyFrameEveryMs) return;
      clock.clearTimeout(timer);
      seek(now);
      play();
    },
  };
  play();
  return {
    stop: () => {
      path.listener = null;
      clock.clearTimeout(timer);
    },
  };
}
