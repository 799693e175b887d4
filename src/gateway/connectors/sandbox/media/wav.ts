import type { Result } from '#shared/result.ts';
import { fail, ok } from '#shared/result.ts';

/** Uncompressed sound of any sample rate, mixed to one channel. */
export interface PcmSound {
  readonly sampleRate: number;
  readonly samples: number;
  /** −1…1; `index` from 0 to `samples` − 1. */
  sample(index: number): number;
}

interface Format {
  readonly tag: number;
  readonly channels: number;
  readonly sampleRate: number;
  readonly blockAlign: number;
  readonly bits: number;
}

const tagPcm = 1;
const tagFloat = 3;
const tagExtensible = 0xfffe;

/**
 * Reads a RIFF/WAVE file: PCM of 8, 16, 24 or 32 bits or 32-bit float, 1 to 8 channels, 8 to 192 kHz. A data chunk that claims
 * more bytes than there are is read as far as it goes, as programs that write into a pipe cannot know its length.
 */
export function readWav(bytes: Uint8Array): Result<PcmSound> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 12 || ascii(view, 0) !== 'RIFF' || ascii(view, 8) !== 'WAVE')
    return fail('unsupported', 'is no WAV file');
  let format: Format | null = null;
  for (let offset = 12; offset + 8 <= bytes.byteLength; ) {
    const length = view.getUint32(offset + 4, true);
    const start = offset + 8;
    switch (ascii(view, offset)) {
      case 'fmt ':
        if (start + 16 > bytes.byteLength || length < 16) return fail('unsupported', 'has a damaged format chunk');
        format = readFormat(view, start, length);
        break;
      case 'data':
        return format === null
          ? fail('unsupported', 'has no format chunk before its data')
          : readData(view, format, start, length);
      default:
        break;
    }
    offset = start + length + (length % 2);
  }
  return fail('unsupported', 'has no data chunk');
}

function readFormat(view: DataView, start: number, length: number): Format {
  const tag = view.getUint16(start, true);
  const extended = tag === tagExtensible && length >= 26 && start + 26 <= view.byteLength;
  return {
    tag: extended ? view.getUint16(start + 24, true) : tag,
    channels: view.getUint16(start + 2, true),
    sampleRate: view.getUint32(start + 4, true),
    blockAlign: view.getUint16(start + 12, true),
    bits: view.getUint16(start + 14, true),
  };
}

function readData(view: DataView, format: Format, start: number, length: number): Result<PcmSound> {
  const { channels, sampleRate, bits, blockAlign } = format;
  const width = bits / 8;
  const decode = sampleDecoder(view, format);
  if (decode === null)
    return fail(
      'unsupported',
      `holds ${bits}-bit samples of format ${format.tag}; only PCM and 32-bit float can be read`,
    );
  if (channels < 1 || channels > 8) return fail('unsupported', `has ${channels} channels; 1 to 8 can be read`);
  if (sampleRate < 8000 || sampleRate > 192_000)
    return fail('unsupported', `has ${sampleRate} samples a second; 8000 to 192000 can be read`);
  if (blockAlign !== channels * width) return fail('unsupported', 'has a damaged format chunk');
  const samples = Math.floor(Math.min(length, view.byteLength - start) / blockAlign);
  if (samples === 0) return fail('unsupported', 'holds no sound');
  const sample = (index: number): number => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += decode(start + index * blockAlign + channel * width);
    return sum / channels;
  };
  return ok({ sampleRate, samples, sample });
}

function sampleDecoder(view: DataView, { tag, bits }: Format): ((offset: number) => number) | null {
  if (tag === tagFloat && bits === 32) return (offset) => Math.max(-1, Math.min(1, view.getFloat32(offset, true) || 0));
  if (tag !== tagPcm) return null;
  switch (bits) {
    case 8:
      return (offset) => (view.getUint8(offset) - 128) / 128;
    case 16:
      return (offset) => view.getInt16(offset, true) / 32_768;
    case 24:
      return (offset) => (view.getUint16(offset, true) | (view.getInt8(offset + 2) << 16)) / 8_388_608;
    case 32:
      return (offset) => view.getInt32(offset, true) / 2_147_483_648;
    default:
      return null;
  }
}

const ascii = (view: DataView, offset: number): string =>
  String.fromCharCode(
    view.getUint8(offset),
    view.getUint8(offset + 1),
    view.getUint8(offset + 2),
    view.getUint8(offset + 3),
  );
