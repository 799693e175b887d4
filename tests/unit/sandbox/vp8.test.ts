import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Vp8Packetizer } from 'werift';
import { beginsKeyFrame, isKeyFrame, readDescriptor } from '../../../src/gateway/connectors/sandbox/media/video/vp8.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('a VP8 payload descriptor (RFC 7741 §4.2)', () => {
  it.each<[string, Uint8Array, ReturnType<typeof readDescriptor>]>([
    ['one octet', bytes(0x10, 1), { dataAt: 1, beginsFrame: true }],
    ['the middle of a frame', bytes(0x00, 1), { dataAt: 1, beginsFrame: false }],
    ['a later partition', bytes(0x11, 1), { dataAt: 1, beginsFrame: false }],
    ['a frame that nothing refers to', bytes(0x30, 1), { dataAt: 1, beginsFrame: true }],
    ['a picture id of 7 bits', bytes(0x90, 0x80, 0x11, 1), { dataAt: 3, beginsFrame: true }],
    ['a picture id of 15 bits', bytes(0x90, 0x80, 0x91, 0x22, 1), { dataAt: 4, beginsFrame: true }],
    ['everything', bytes(0x90, 0xf0, 0x91, 0x22, 7, 9, 1), { dataAt: 6, beginsFrame: true }],
    ['temporal layers without picture id', bytes(0x80, 0x20, 7, 1), { dataAt: 3, beginsFrame: false }],
  ])('with %s', (_, payload, read) => {
    expect(readDescriptor(payload)).toEqual(read);
    expect(beginsKeyFrame(payload)).toBe(false);
  });

  it('that is cut off, or has nothing behind it, is none', () => {
    const whole = bytes(0x90, 0xf0, 0x91, 0x22, 7, 9);
    for (let length = 0; length <= whole.length; length++) {
      expect(readDescriptor(whole.subarray(0, length))).toBeNull();
      expect(beginsKeyFrame(whole.subarray(0, length))).toBe(false);
    }
  });

  it('is read of any bytes without a fault', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (payload) => {
        const descriptor = readDescriptor(payload);
        expect(descriptor === null || descriptor.dataAt < payload.length).toBe(true);
        if (beginsKeyFrame(payload)) expect(descriptor?.beginsFrame).toBe(true);
      }),
    );
  });
});

describe('a frame', () => {
  it('is a key frame by its first bit', () => {
    expect([isKeyFrame(bytes(0x10)), isKeyFrame(bytes(0x11)), isKeyFrame(bytes())]).toEqual([true, false, false]);
  });

  it('comes out of its packets as it went in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 5000 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 0, max: 0x7fff }),
        (frames, pictureId) => {
          const packetizer = new Vp8Packetizer({ maxPayloadSize: 1200, pictureId });
          for (const frame of frames) {
            const packets = packetizer.packetize(Buffer.from(frame), 0);
            const parts = packets.map(({ header, payload }, index) => {
              const descriptor = readDescriptor(payload);
              expect(descriptor?.beginsFrame).toBe(index === 0);
              expect(header.marker).toBe(index === packets.length - 1);
              expect(payload.length).toBeLessThanOrEqual(1200);
              return payload.subarray(descriptor?.dataAt);
            });
            expect(beginsKeyFrame(packets[0]?.payload ?? bytes())).toBe(isKeyFrame(frame));
            expect(Buffer.concat(parts).equals(Buffer.from(frame))).toBe(true);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
