import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEcho } from '../../../src/gateway/connectors/sandbox/media/video/echo.ts';
import { startEchoing } from '../../../src/gateway/connectors/sandbox/media/video/echoing.ts';
import type { HeardFrame } from '../../../src/gateway/connectors/sandbox/media/video/video-path.ts';
import { fakeVideoPath } from './support/fake-video-path.ts';
import { simulatedClock } from './support/simulated-clock.ts';

const key = Uint8Array.of(0x10, 0);
const delta = Uint8Array.of(0x10, 1);
const rest = Uint8Array.of(0x00, 9);
const padding = new Uint8Array();
const garbage = Uint8Array.of(0x80);

const packet = (sequence: number, over: Partial<HeardFrame> = {}): HeardFrame => ({
  ssrc: 1,
  sequence: sequence & 0xffff,
  timestamp: (sequence * 3000) >>> 0,
  marker: false,
  payload: delta,
  ...over,
});

describe('an echo', () => {
  it('begins with a key frame, and goes on in order', () => {
    const echo = createEcho({ sequence: 0xffff, timestamp: 0xffff_ffff });
    expect(echo.take(packet(7), 0)).toBeNull();
    expect(echo.waits).toBe(true);
    expect(echo.take(packet(8, { payload: key }), 0)).toMatchObject({ sequence: 0xffff, timestamp: 0xffff_ffff });
    expect(echo.take(packet(9, { payload: rest, timestamp: 8 * 3000, marker: true }), 1)).toMatchObject({
      sequence: 0,
      timestamp: 0xffff_ffff,
      marker: true,
      payload: rest,
    });
    expect(echo.take(packet(10, { timestamp: 11 * 3000 }), 40)).toMatchObject({ sequence: 1, timestamp: 8999 });
  });

  it.each<[string, Partial<HeardFrame>]>([
    ['a packet is missing', { sequence: 12 }],
    ['another stream begins', { ssrc: 2 }],
    ['the clock jumps', { timestamp: 2_000_000_000 }],
    ['the clock goes back', { timestamp: 0 }],
    ['a packet is none', { payload: garbage }],
  ])('waits for a key frame where %s', (_, over) => {
    const echo = createEcho({ sequence: 5, timestamp: 0 });
    echo.take(packet(9, { payload: key }), 0);
    echo.take(packet(10), 33);
    const broken = packet(11, over);
    expect(echo.take(broken, 66)).toBeNull();
    expect(echo.waits).toBe(true);
    const next = { ...broken, sequence: broken.sequence + 1, payload: key };
    // A second later: its clock ran on meanwhile.
    expect(echo.take(next, 1033)).toMatchObject({ sequence: 7, timestamp: 3000 + 90_000 });
  });

  it('leaves out padding and what comes twice or late, and nothing is missing then', () => {
    const echo = createEcho({ sequence: 5, timestamp: 0 });
    echo.take(packet(9, { payload: key }), 0);
    for (const sequence of [9, 8, 0xfff0]) expect(echo.take(packet(sequence, { payload: key }), 1)).toBeNull();
    expect(echo.take(packet(10, { payload: padding }), 10)).toBeNull();
    expect(echo.take(packet(11), 33)).toMatchObject({ sequence: 6 });
  });

  it('believes two packets in a row that the numbers have begun anew, and not one', () => {
    const echo = createEcho({ sequence: 5, timestamp: 0 });
    echo.take(packet(30_000, { payload: key }), 0);
    expect(echo.take(packet(100, { payload: key }), 10)).toBeNull();
    expect(echo.take(packet(30_001), 20)).toMatchObject({ sequence: 6 });
    expect(echo.take(packet(100, { payload: key }), 30)).toBeNull();
    expect(echo.waits).toBe(false);
    expect(echo.take(packet(101), 40)).toBeNull();
    expect(echo.waits).toBe(true);
    expect(echo.take(packet(102, { payload: key }), 50)).toMatchObject({ sequence: 7 });
  });

  it('is one stream that can be shown, whatever comes in', () => {
    const event = fc.record({
      skip: fc.oneof({ weight: 8, arbitrary: fc.constant(1) }, fc.integer({ min: -70_000, max: 70_000 })),
      step: fc.oneof({ weight: 8, arbitrary: fc.constantFrom(0, 3000) }, fc.integer({ min: -(2 ** 31), max: 2 ** 31 })),
      ssrc: fc.constantFrom(1, 1, 1, 1, 2),
      payload: fc.constantFrom(key, delta, delta, rest, padding, garbage),
      wait: fc.nat({ max: 5000 }),
      interrupted: fc.constantFrom(false, false, false, false, true),
    });
    const start = fc.record({ sequence: fc.nat({ max: 0xffff }), timestamp: fc.nat({ max: 2 ** 32 - 1 }) });
    fc.assert(
      fc.property(start, fc.array(event, { maxLength: 120 }), (first, events) => {
        const echo = createEcho(first);
        let sequence = 65_000;
        let timestamp = 0;
        let now = 0;
        let expected = first.sequence;
        let last = first.timestamp;
        let broken = true;
        let before: HeardFrame | null = null;
        let restart: number | null = null;
        for (const { skip, step, ssrc, payload, wait, interrupted } of events) {
          if (interrupted) echo.interrupt();
          sequence = (sequence + skip) & 0xffff;
          timestamp = (timestamp + step) >>> 0;
          now += wait;
          const heard: HeardFrame = { ssrc, sequence, timestamp, payload, marker: false };
          const sent = echo.take(heard, now);
          const ahead = before?.ssrc === ssrc ? (sequence - before.sequence) & 0xffff : null;
          const isBehind = ahead === 0 || (ahead ?? 0) > 0x8000;
          const farBehind = ahead !== null && ahead > 0x8000 && ahead < 0x1_0000 - 100;
          const isLate: boolean = isBehind && !(farBehind && sequence === restart);
          if (isBehind) restart = isLate ? (sequence + 1) & 0xffff : null;
          if (interrupted || (ahead !== 1 && !isLate)) broken = true;
          if (!isLate) before = heard;
          if (sent === null) continue;
          expect(sent.sequence).toBe(expected);
          expect((sent.timestamp - last) >>> 0).toBeLessThan(2 ** 31);
          expect(sent.payload).toBe(payload);
          // Behind a gap only a key frame can be shown.
          if (broken) expect(payload).toBe(key);
          broken = false;
          expected = (expected + 1) & 0xffff;
          last = sent.timestamp;
        }
      }),
    );
  });
});

describe('a contact that sends back what it sees', () => {
  const echoing = () => {
    const clock = simulatedClock();
    const path = fakeVideoPath();
    const echo = startEchoing(path, clock);
    return { clock, path, echo, hear: (heard: HeardFrame) => path.listener?.packet(heard) };
  };

  it('asks for a key frame until one comes, not too often', async () => {
    const { clock, path, hear } = echoing();
    for (let sequence = 0; sequence < 30; sequence++) {
      hear(packet(sequence));
      await clock.pass(33);
    }
    expect(path.asked).toBe(2);
    hear(packet(30, { payload: key }));
    await clock.pass(2000);
    hear(packet(31));
    expect([path.asked, path.sent.length]).toEqual([2, 2]);
  });

  it('passes on that the agent wants one', async () => {
    const { clock, path, hear } = echoing();
    hear(packet(0, { payload: key }));
    path.listener?.keyFrameWanted();
    path.listener?.keyFrameWanted();
    expect(path.asked).toBe(1);
    await clock.pass(600);
    hear(packet(1));
    expect(path.asked).toBe(2);
  });

  it('sends nothing while it may not be seen, and goes on with a key frame', async () => {
    const { path, hear, clock } = echoing();
    hear(packet(0, { payload: key }));
    path.maySend = false;
    hear(packet(1));
    path.maySend = true;
    await clock.pass(1000);
    hear(packet(2));
    expect([path.sent.length, path.asked]).toEqual([1, 1]);
    hear(packet(3, { payload: key }));
    expect(path.sent.map(({ sequence }) => sequence)).toEqual([
      path.sent[0]?.sequence,
      (path.sent[0]?.sequence ?? 0) + 1,
    ]);
  });

  it('sends nothing back of a flood', async () => {
    const { path, hear, clock } = echoing();
    for (let sequence = 0; sequence < 20_000; sequence++) hear(packet(sequence, { payload: key }));
    expect(path.sent).toHaveLength(2000);
    expect(path.asked).toBeLessThan(3);
    await clock.pass(1000);
    hear(packet(20_000, { payload: key }));
    expect(path.sent).toHaveLength(2001);
  });

  it('has nothing more to do with it once it stops', () => {
    const { path, echo } = echoing();
    echo.stop();
    expect(path.listener).toBeNull();
  });
});
