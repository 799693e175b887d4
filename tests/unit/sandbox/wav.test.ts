import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWav } from '../../../src/gateway/connectors/sandbox/media/wav.ts';

interface Parts {
  readonly tag?: number;
  readonly channels?: number;
  readonly rate?: number;
  readonly bits?: number;
  readonly data: readonly number[] | Uint8Array;
  readonly before?: Buffer;
  readonly claimed?: number;
}

function wav({
  tag = 1,
  channels = 1,
  rate = 48_000,
  bits = 16,
  data,
  before = Buffer.alloc(0),
  claimed,
}: Parts): Buffer {
  const format = Buffer.alloc(24);
  format.write('fmt ', 0);
  format.writeUInt32LE(16, 4);
  format.writeUInt16LE(tag, 8);
  format.writeUInt16LE(channels, 10);
  format.writeUInt32LE(rate, 12);
  format.writeUInt32LE((rate * channels * bits) / 8, 16);
  format.writeUInt16LE((channels * bits) / 8, 20);
  format.writeUInt16LE(bits, 22);
  const head = Buffer.alloc(8);
  head.write('data', 0);
  head.writeUInt32LE(claimed ?? data.length, 4);
  const riff = Buffer.from('RIFF\0\0\0\0WAVE', 'latin1');
  return Buffer.concat([riff, format, before, head, Buffer.from(data)]);
}

const read = (bytes: Uint8Array): number[] => {
  const sound = readWav(bytes);
  if (!sound.ok) throw new Error(sound.error.detail);
  return Array.from({ length: sound.value.samples }, (_, index) => sound.value.sample(index));
};

describe('a WAV file', () => {
  it.each<[string, Parts, number[]]>([
    ['8 bits', { bits: 8, data: [0, 128, 255] }, [-1, 0, 127 / 128]],
    ['16 bits', { data: [0, 0x80, 0, 0, 0xff, 0x7f] }, [-1, 0, 32_767 / 32_768]],
    ['24 bits', { bits: 24, data: [0, 0, 0x80, 0, 0, 0x40] }, [-1, 0.5]],
    ['32 bits', { bits: 32, data: [0, 0, 0, 0x80, 0, 0, 0, 0x40] }, [-1, 0.5]],
    ['float', { tag: 3, bits: 32, data: new Uint8Array(Float32Array.of(-0.25, 7, Number.NaN).buffer) }, [-0.25, 1, 0]],
    ['two channels, mixed', { channels: 2, data: [0, 0x40, 0, 0xc0, 0, 0x40, 0, 0x40] }, [0, 0.5]],
    ['a chunk before the data', { before: Buffer.from('LIST\x03\0\0\0abc\0', 'latin1'), data: [0, 0x40] }, [0.5]],
    ['a length that a pipe could not know', { data: [0, 0x40, 0, 0xc0], claimed: 0x7fff_ffff }, [0.5, -0.5]],
  ])('of %s is read', (_, parts, samples) => {
    expect(read(wav(parts))).toEqual(samples.map((sample) => expect.closeTo(sample, 6)));
  });

  it('of the extensible format is read', () => {
    const plain = wav({ data: [0, 0x40] });
    const extended = Buffer.concat([
      plain.subarray(0, 12),
      Buffer.from('fmt '),
      Buffer.alloc(4),
      plain.subarray(20, 36),
      Buffer.alloc(24),
      plain.subarray(36),
    ]);
    extended.writeUInt32LE(40, 16);
    extended.writeUInt16LE(0xfffe, 20);
    extended.writeUInt16LE(1, 44);
    expect(read(extended)).toEqual([0.5]);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(), /is no WAV file/],
    ['something else', Buffer.from('ID3 this is a song, not a sound'), /is no WAV file/],
    ['no data', wav({ data: [] }).subarray(0, 36), /no data chunk/],
    ['data without a sample', wav({ data: [1] }), /holds no sound/],
    [
      'data before the format',
      Buffer.concat([wav({ data: [] }).subarray(0, 12), Buffer.from('data\x02\0\0\0\0\0', 'latin1')]),
      /no format chunk/,
    ],
    ['a compressed format', wav({ tag: 85, data: [0, 0] }), /format 85/],
    ['12 bits', wav({ bits: 12, data: [0, 0] }), /12-bit/],
    ['nine channels', wav({ channels: 9, data: new Uint8Array(18) }), /9 channels/],
    ['an absurd rate', wav({ rate: 400_000, data: [0, 0] }), /400000 samples/],
  ])('with %s is refused with the reason', (_, bytes, reason) => {
    const sound = readWav(bytes);
    expect(sound).toMatchObject({ ok: false, error: { code: 'unsupported', detail: expect.stringMatching(reason) } });
  });

  it('never throws and never reads past its end, whatever the bytes', () => {
    const seed = wav({ channels: 2, bits: 24, data: new Uint8Array(60) });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(seed.length - 1), fc.nat(255)), { maxLength: 8 }),
        fc.nat(seed.length),
        (changes, length) => {
          const bytes = Buffer.from(seed);
          for (const [at, value] of changes) bytes[at] = value;
          const sound = readWav(bytes.subarray(0, length));
          if (!sound.ok) return;
          for (let index = 0; index < sound.value.samples; index++)
            expect(Math.abs(sound.value.sample(index))).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 500 },
    );
  });
});
