import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finalise } from '../../../src/main/recordings/finalise.ts';
import { scanWebm } from '../../../src/main/recordings/webm-scan.ts';
import { temporaryFolder } from '../store/support/temporary.ts';
import { liveWebm, probe, toneAgent, toneContact, toneStrength } from './support/webm.ts';

const seconds = 12;
const recordings = { unknown: liveWebm(seconds), known: liveWebm(seconds, 'known') } as const;
const scanOf = (bytes: Buffer) => scanWebm((offset, length) => bytes.subarray(offset, offset + length), bytes.length);

function placed(content: Buffer): string {
  const path = join(temporaryFolder(), 'r.webm');
  writeFileSync(path, content);
  return path;
}

describe('finalise', () => {
  it('makes a whole recording seekable without touching its sound, and only once', async () => {
    const path = placed(recordings.unknown);
    expect(probe(path).durationMs).toBeNull();
    const result = await finalise(path, 'finish');
    const content = readFileSync(path);
    expect(result).toEqual({
      playable: true,
      durationMs: expect.closeTo(seconds * 1000, -2),
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
      problem: null,
    });
    expect(probe(path)).toMatchObject({ codec: 'opus', channels: 2, durationMs: expect.closeTo(seconds * 1000, -2) });
    expect(scanOf(content)?.finishedMs).toBe(result.durationMs);
    expect(toneStrength(path, 0, toneAgent)).toBeGreaterThan(0.9);
    expect(toneStrength(path, 1, toneContact)).toBeGreaterThan(0.9);
    expect(toneStrength(path, 0, toneContact)).toBeLessThan(0.1);
    expect(await finalise(path, 'finish')).toEqual(result);
    expect(readFileSync(path)).toEqual(content);
    expect(existsSync(`${path}.part`)).toBe(false);
  });

  it.each(['unknown', 'known'] as const)(
    'saves what a cut left, wherever the cut is (%s cluster sizes)',
    async (kind) => {
      const whole = recordings[kind];
      const bytesPerMs = whole.length / (seconds * 1000);
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1200, max: whole.length }),
          fc.constantFrom(0, 1, 4096),
          async (cut, zeros) => {
            const path = placed(Buffer.concat([whole.subarray(0, cut), Buffer.alloc(zeros)]));
            const result = await finalise(path, 'finish');
            const cutMs = Math.min(seconds * 1000, cut / bytesPerMs);
            expect(result).toMatchObject({ playable: true, problem: null });
            expect(result.durationMs).toBeGreaterThan(cutMs - 1000);
            const { durationMs, decodedMs } = probe(path);
            expect(durationMs).toBe(result.durationMs);
            expect(decodedMs).toBeGreaterThan(cutMs - 1000);
          },
        ),
        { numRuns: 8 },
      );
    },
  );

  it.each(['unknown', 'known'] as const)(
    'leaves out a block that has its length and zeros for its time (%s cluster sizes)',
    async (kind) => {
      const whole = recordings[kind];
      const block = scanOf(whole.subarray(0, whole.length / 2))?.end ?? 0;
      expect(whole[block], 'a SimpleBlock').toBe(0xa3);
      // Behind its id, its size and its track.
      const time = block + 1 + (Math.clz32(whole[block + 1] ?? 0) - 23) + 1;
      const path = placed(Buffer.concat([whole.subarray(0, time), Buffer.alloc(4096)]));
      const result = await finalise(path, 'finish');
      expect(result).toMatchObject({ playable: true, problem: null });
      expect(probe(path).durationMs).toBe(result.durationMs);
      expect(result.durationMs).toBeGreaterThan((seconds * 1000) / 2 - 1000);
    },
  );

  it('finds no sound in what was cut before it, and keeps the file', async () => {
    for (const bytes of [1, 30, 200, 440]) {
      const path = placed(recordings.unknown.subarray(0, bytes));
      expect(await finalise(path, 'finish')).toMatchObject({
        playable: false,
        bytes,
        problem: 'there is no sound in it',
      });
      expect(existsSync(path)).toBe(true);
    }
  });

  it('leaves a file with a hole in the middle as it is, and indexes the part before the hole', async () => {
    const holed = Buffer.from(recordings.unknown);
    const middle = Math.floor(holed.length / 2);
    holed.fill(0, middle, middle + 5000);
    const path = placed(holed);
    const result = await finalise(path, 'finish');
    expect(result).toMatchObject({
      playable: true,
      bytes: holed.length,
      problem: 'a part in the middle cannot be read',
    });
    expect(result.durationMs).toBeGreaterThan((seconds * 1000) / 2 - 1000);
    expect(readFileSync(path)).toEqual(holed);
  });

  it('only looks at the file where finishing it failed before', async () => {
    const path = placed(recordings.unknown);
    expect(await finalise(path, 'index')).toMatchObject({
      playable: true,
      durationMs: expect.closeTo(seconds * 1000, -2),
    });
    expect(readFileSync(path)).toEqual(recordings.unknown);
  });

  it('survives any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.nat(recordings.unknown.length),
        fc.boolean(),
        async (noise, at, alone) => {
          const content = alone ? Buffer.from(noise) : Buffer.from(recordings.unknown);
          if (!alone) content.set(noise.subarray(0, Math.max(0, content.length - at)), at);
          const path = placed(content);
          const result = await finalise(path, 'finish');
          expect(result.bytes).toBeGreaterThanOrEqual(0);
          // Whatever could not be finished is still there, byte for byte.
          if (result.problem !== null) expect(readFileSync(path)).toEqual(content);
        },
      ),
      { numRuns: 40 },
    );
  });
});
