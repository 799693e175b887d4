import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Level,
  LevelWindows,
  levelFrames,
  type Peak,
  peakFrames,
} from '../../../src/renderer/phone/media/level-windows.ts';
import { meanOpinionScore, qualityBetween, readCounters } from '../../../src/renderer/phone/media/quality.ts';
import { renderTone, tones } from '../../../src/renderer/phone/media/tones.ts';
import { type Chunk, ChunkQueue, queueLimitBytes } from '../../../src/renderer/phone/recorder/chunk-queue.ts';
import { PeakBuffer } from '../../../src/renderer/phone/recorder/peak-buffer.ts';
import { peakBucketMs } from '../../../src/shared/contracts/phone.ts';

describe('mean opinion score', () => {
  it('is that of the E-model for a perfect line, and falls with delay and loss', () => {
    expect(meanOpinionScore(0, 0)).toBeCloseTo(4.4, 1);
    expect(meanOpinionScore(0, 150)).toBeGreaterThan(4.2);
    expect(meanOpinionScore(0, 400)).toBeLessThan(3.7);
    expect(meanOpinionScore(0.02, 50)).toBeLessThan(4.3);
    expect(meanOpinionScore(0.2, 50)).toBeLessThan(2.6);
    expect(meanOpinionScore(1, 2000)).toBe(1);
  });

  it('stays on its scale and never rises with more loss or delay', () => {
    const ratio = fc.double({ min: 0, max: 1, noNaN: true });
    const delay = fc.double({ min: 0, max: 5000, noNaN: true });
    fc.assert(
      fc.property(ratio, ratio, delay, delay, (lossA, lossB, delayA, delayB) => {
        const good = meanOpinionScore(Math.min(lossA, lossB), Math.min(delayA, delayB));
        const bad = meanOpinionScore(Math.max(lossA, lossB), Math.max(delayA, delayB));
        // Losses that differ in the last bit only are told apart by rounding alone.
        expect(bad).toBeLessThanOrEqual(good + 1e-9);
        expect(bad).toBeGreaterThanOrEqual(1);
        expect(good).toBeLessThanOrEqual(4.5);
      }),
    );
  });
});

describe('quality between two instants', () => {
  const stats = (received: number, lost: number) => [
    { type: 'inbound-rtp', kind: 'video', packetsReceived: 9 },
    {
      type: 'inbound-rtp',
      kind: 'audio',
      packetsReceived: received,
      packetsLost: lost,
      jitter: 0.004,
      jitterBufferDelay: 1,
      jitterBufferEmittedCount: 20,
    },
    { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.03 },
    { type: 'candidate-pair', nominated: false, currentRoundTripTime: 9 },
  ];

  it('counts only what happened in between', () => {
    const quality = qualityBetween(readCounters(stats(1000, 500))!, readCounters(stats(1090, 510))!);
    expect(quality).toMatchObject({ lossRatio: 0.1, jitterMs: 4, roundTripMs: 30 });
  });

  it('is unknown where nothing came in', () => {
    expect(readCounters([{ type: 'transport' }])).toBeNull();
    expect(qualityBetween(readCounters(stats(10, 0))!, readCounters(stats(10, 5))!)).toBeNull();
  });

  it('takes a shrinking count of lost packets for none', () => {
    expect(qualityBetween(readCounters(stats(10, 5))!, readCounters(stats(20, 2))!)?.lossRatio).toBe(0);
  });

  it('prefers the round trip that the far end reports', () => {
    const reported = [...stats(1, 0), { type: 'remote-inbound-rtp', kind: 'audio', roundTripTime: 0.2 }];
    expect(readCounters(reported)?.roundTripMs).toBe(200);
  });
});

describe('tones', () => {
  it.each(Object.entries(tones))(
    '%s is as long as it says, heard, never clipped, and begins and ends in silence',
    (_name, tone) => {
      const samples = renderTone(tone, 8000);
      expect(samples).toHaveLength(tone.seconds * 8000);
      const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      expect(loudest).toBeGreaterThan(0.05);
      expect(loudest).toBeLessThan(1);
      expect(samples[0]).toBe(0);
      expect(Math.abs(samples.at(-1)!)).toBeLessThan(0.01);
    },
  );
});

describe('level windows', () => {
  function measure(blocks: readonly (readonly [Float32Array | undefined, Float32Array | undefined, number])[]) {
    const levels: Level[] = [];
    const peaks: Peak[] = [];
    const windows = new LevelWindows((found) => {
      if ('level' in found) levels.push(found.level);
      else peaks.push(found.peak);
    });
    for (const [agent, contact, frames] of blocks) windows.push(frames, agent, contact);
    return { levels, peaks };
  }

  it('give one level each fifteenth and one peak each twentieth of a second, whatever the blocks', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(128, 256, 100, 3000), { maxLength: 60 }), (sizes) => {
        const total = sizes.reduce((sum, size) => sum + size, 0);
        const { levels, peaks } = measure(
          sizes.map((size) => [new Float32Array(size).fill(0.5), undefined, size] as const),
        );
        expect(levels).toHaveLength(Math.floor(total / levelFrames));
        expect(peaks).toHaveLength(Math.floor(total / peakFrames));
        for (const { agent, contact } of levels) expect([agent, contact]).toEqual([0.5, 0]);
      }),
    );
  });

  it('are as wide as the contract says', () => {
    expect(peakFrames / 48).toBe(peakBucketMs);
  });

  it('measure root mean square and extremes of each channel', () => {
    const sine = Float32Array.from({ length: 4800 }, (_, index) => Math.sin((2 * Math.PI * 100 * index) / 48_000));
    const { levels, peaks } = measure([[sine, sine.map((sample) => sample / 2), 4800]]);
    expect(levels[0]!.agent).toBeCloseTo(Math.SQRT1_2, 1);
    expect(levels[0]!.contact).toBeCloseTo(Math.SQRT1_2 / 2, 1);
    expect(peaks[0]).toMatchObject({ agentMin: -1, agentMax: 1 });
    expect(peaks[0]!.contactMax).toBeCloseTo(0.5, 2);
  });
});

describe('chunks that are not stored yet', () => {
  const chunk = (sequence: number, bytes: number): Chunk => ({
    type: 'record.chunk',
    recordingId: 'r',
    sequence,
    data: new Uint8Array(bytes),
    peaksAgent: new Int8Array(),
    peaksContact: new Int8Array(),
  });

  it('are kept up to a limit, and let go one by one', () => {
    const queue = new ChunkQueue();
    const megabyte = 1024 * 1024;
    const accepted = Array.from({ length: 70 }, (_, sequence) => queue.add(chunk(sequence, megabyte), 0));
    expect(accepted.filter(Boolean)).toHaveLength(queueLimitBytes / megabyte);
    queue.stored(0);
    queue.stored(0);
    queue.stored(999);
    expect(queue.bytes).toBe(queueLimitBytes - megabyte);
    expect(queue.add(chunk(70, megabyte), 0)).toBe(true);
  });

  it('are due again, oldest first, after ten seconds', () => {
    const queue = new ChunkQueue();
    queue.add(chunk(0, 1), 0);
    queue.add(chunk(1, 1), 5000);
    expect(queue.due(9999)).toBeNull();
    expect(queue.due(10_000)?.sequence).toBe(0);
    expect(queue.due(10_001)).toBeNull();
    queue.stored(0);
    expect(queue.due(15_000)?.sequence).toBe(1);
    queue.stored(1);
    expect([queue.due(99_000), queue.empty, queue.bytes]).toEqual([null, true, 0]);
  });

  it('carry extremes as signed bytes', () => {
    const buffer = new PeakBuffer();
    buffer.push({ agentMin: -1.5, agentMax: 1.5, contactMin: -0.001, contactMax: 0.5 });
    const { agent, contact } = buffer.take();
    expect([...agent]).toEqual([-127, 127]);
    expect([...contact]).toEqual([-0, 64].map((value) => value + 0));
    expect(buffer.take().agent).toHaveLength(0);
  });
});
