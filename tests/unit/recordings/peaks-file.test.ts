import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePeaks, encodePeaks, encodePeaksHeader } from '../../../src/main/recordings/peaks-file.ts';

const pairs = fc
  .array(fc.tuple(fc.integer({ min: -128, max: 127 }), fc.integer({ min: -128, max: 127 })), { maxLength: 40 })
  .map((frames) => Int8Array.from(frames.flat()));

describe('peaks file', () => {
  it('gives back what was appended, chunk by chunk', () => {
    fc.assert(
      fc.property(fc.array(pairs, { maxLength: 5 }), (chunks) => {
        const file = Buffer.concat([
          encodePeaksHeader(),
          ...chunks.map((agent) => encodePeaks({ agent, contact: agent.map((value) => -1 - value) })),
        ]);
        const expected = Int8Array.from(chunks.flatMap((chunk) => [...chunk]));
        expect(decodePeaks(file)).toEqual({
          bucketMs: 50,
          agent: expected,
          contact: expected.map((value) => -1 - value),
        });
      }),
    );
  });

  it('loses only the frame that is cut off', () => {
    const whole = Buffer.concat([
      encodePeaksHeader(),
      encodePeaks({ agent: Int8Array.of(-1, 1, -2, 2), contact: Int8Array.of(-3, 3, -4, 4) }),
    ]);
    expect(decodePeaks(whole.subarray(0, -1))?.agent).toEqual(Int8Array.of(-1, 1));
    expect(decodePeaks(whole.subarray(0, 8))).toEqual({
      bucketMs: 50,
      agent: new Int8Array(),
      contact: new Int8Array(),
    });
  });

  it('fills the shorter channel with silence', () => {
    const file = Buffer.concat([
      encodePeaksHeader(),
      encodePeaks({ agent: Int8Array.of(-1, 1, -2, 2), contact: Int8Array.of(-3, 3) }),
    ]);
    expect(decodePeaks(file)?.contact).toEqual(Int8Array.of(-3, 3, 0, 0));
  });

  it('takes nothing else for peaks', () => {
    const later = encodePeaksHeader();
    later.writeUInt8(2, 3);
    const still = encodePeaksHeader();
    still.writeUInt16LE(0, 6);
    for (const file of [Buffer.alloc(0), Buffer.from('CPK'), Buffer.from('RIFF0000'), later, still])
      expect(decodePeaks(file)).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(() => decodePeaks(Buffer.from(bytes))).not.toThrow();
      }),
    );
  });
});
