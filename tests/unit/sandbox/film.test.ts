import { describe, expect, it } from 'vitest';
import * as werift from 'werift';
import type { Film } from '../../../src/gateway/connectors/sandbox/media/video/film.ts';
import { startPlaying } from '../../../src/gateway/connectors/sandbox/media/video/playing.ts';
import { readDescriptor } from '../../../src/gateway/connectors/sandbox/media/video/vp8.ts';
import { fakeVideoPath } from './support/fake-video-path.ts';
import { simulatedClock } from './support/simulated-clock.ts';

/** Ten pictures a second for two seconds, a key frame each second; each is 3000 bytes of its number. */
const frames = Array.from({ length: 20 }, (_, index) => ({
  data: Uint8Array.from([index % 10 === 0 ? 0 : 1, ...new Uint8Array(2999).fill(index)]),
  at: index * 100,
  isKey: index % 10 === 0,
}));
const film = { frames, lengthMs: 2000 } as unknown as Film;

const play = () => {
  const clock = simulatedClock();
  const path = fakeVideoPath();
  const playing = startPlaying({ werift }, path, film, clock);
  /** Numbers of the frames that were shown, in order. */
  const shown = (): number[] =>
    path.sent.flatMap(({ payload }) => {
      const { dataAt, beginsFrame } = readDescriptor(payload) ?? { dataAt: 0, beginsFrame: false };
      return beginsFrame ? [payload[dataAt + 1] ?? -1] : [];
    });
  return { clock, path, playing, shown };
};

describe('a film', () => {
  it('is shown at its own pace, again and again, as one stream', async () => {
    const { clock, path, shown, playing } = play();
    await clock.pass(4150);
    expect(shown()).toEqual(Array.from({ length: 42 }, (_, index) => index % 20));
    expect(path.sent).toHaveLength(42 * 3);
    for (const [index, packet] of path.sent.slice(1).entries()) {
      const before = path.sent[index]!;
      expect(packet.sequence).toBe((before.sequence + 1) & 0xffff);
      expect((packet.timestamp - before.timestamp) >>> 0).toBe(before.marker ? 9000 : 0);
    }
    playing.stop();
    expect([path.listener, clock.pending]).toEqual([null, 0]);
  });

  it('goes on from its next key frame after a hold, and its clock has run on', async () => {
    const { clock, path, shown } = play();
    await clock.pass(250);
    path.maySend = false;
    await clock.pass(5000);
    expect(shown()).toEqual([0, 1, 2]);
    const before = path.sent.at(-1)!;
    path.maySend = true;
    await clock.pass(150);
    expect(shown()).toEqual([0, 1, 2, 10, 11]);
    const after = path.sent[9]!;
    expect(after.sequence).toBe((before.sequence + 1) & 0xffff);
    expect((after.timestamp - before.timestamp) >>> 0).toBeGreaterThan(5000 * 90);
  });

  it('jumps to a key frame for an agent that has lost the picture, once for all that it asks at a time', async () => {
    const { clock, path, shown } = play();
    await clock.pass(450);
    path.listener?.keyFrameWanted();
    path.listener?.keyFrameWanted();
    expect(shown()).toEqual([0, 1, 2, 3, 4, 10]);
    await clock.pass(1050);
    expect(shown().at(-1)).toBe(0);
    path.listener?.keyFrameWanted();
    expect(shown().at(-1)).toBe(0);
    await clock.pass(1350);
    path.listener?.keyFrameWanted();
    expect(shown().slice(-2)).toEqual([14, 0]);
  });

  it('leaves out what was due while the machine slept', async () => {
    const { clock, path, shown } = play();
    await clock.pass(150);
    const asleep = path.sent.length;
    // Timers do not run meanwhile.
    path.maySend = false;
    await clock.pass(100_000);
    path.maySend = true;
    await clock.pass(60);
    expect(path.sent.length - asleep).toBe(3);
    expect(shown().at(-1)).toBe(10);
  });
});
