import { frameMs, frameSamples, sampleRate } from '../media/frames.ts';
import { openOpusEncoder, toPcm16 } from '../media/opus-encoder.ts';
import { silencePacket } from '../media/opus-loop.ts';
import type { Sound } from '../media/sound.ts';
import { muxOpus } from './mux-opus.ts';
import { peaksOf } from './peaks.ts';

/** Frames encoded before other work gets its turn: some milliseconds. */
const framesAtOnce = 10;

/**
 * A voice note of that length: the sound once, then silence; a tone all along.
 *
 * @param durationMs rounded up to whole packets of 20 ms
 */
export async function encodeVoice(sound: Exclude<Sound, { readonly reason: string }>, durationMs: number) {
  const count = Math.ceil(durationMs / frameMs);
  const { packets, levels } =
    'packets' in sound ? await decodeLevels(sound.packets, count) : await encode(sound, count);
  return {
    bytes: await muxOpus(packets),
    mimeType: 'audio/webm;codecs=opus',
    durationMs: count * frameMs,
    peaks: peaksOf(levels),
  } as const;
}

interface Encoded {
  readonly packets: readonly Uint8Array[];
  /** Loudest sample of each packet, 0…1. */
  readonly levels: readonly number[];
}

async function encode({ frames }: Extract<Sound, { readonly frames: unknown }>, count: number): Promise<Encoded> {
  const { default: Opus } = await import('opusscript');
  const encoder = openOpusEncoder(Opus, () => undefined);
  const packets: Uint8Array[] = [];
  const levels: number[] = [];
  try {
    for (let index = 0; index < count; index++) {
      // The second round of what has no seam is like each later one.
      if (frames.seamless && index >= 2 * frames.frames) {
        packets.push(packets[index - frames.frames] ?? silencePacket);
        levels.push(levels[index - frames.frames] ?? 0);
        continue;
      }
      const isOver = index >= frames.frames && !frames.seamless;
      const frame = isOver ? new Float32Array(frameSamples) : frames.frame(index % frames.frames);
      packets.push(encoder.encode(toPcm16(frame)));
      levels.push(frame.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0));
      if (index % framesAtOnce === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    encoder.delete();
  }
  return { packets, levels };
}

async function decodeLevels(recorded: readonly Uint8Array[], count: number): Promise<Encoded> {
  const { default: Opus } = await import('opusscript');
  const decoder = new Opus(sampleRate, 1, Opus.Application.AUDIO);
  const packets = Array.from({ length: count }, (_, index) => recorded[index] ?? silencePacket);
  const levels: number[] = [];
  try {
    for (const [index, packet] of packets.entries()) {
      const pcm = decoder.decode(Buffer.from(packet));
      let loudest = 0;
      for (let at = 0; at + 1 < pcm.length; at += 2) loudest = Math.max(loudest, Math.abs(pcm.readInt16LE(at)));
      levels.push(loudest / 32_768);
      if (index % framesAtOnce === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    decoder.delete();
  }
  return { packets, levels };
}
