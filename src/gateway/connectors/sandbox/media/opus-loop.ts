import type { FrameSource } from './frames.ts';
import { type OpusEncoder, toPcm16 } from './opus-encoder.ts';

/** Endless sound as Opus packets of 20 ms. */
export interface PacketLoop {
  /** `position` counts packets from the beginning of the sound and never ends. */
  packet(position: number): Uint8Array;
  /** Nothing is left to be encoded, and no encoder is held. */
  readonly complete: boolean;
  /** Frees the encoder; no packet may be asked for afterwards. */
  dispose(): void;
}

/** Packets that are there already, in a loop. */
export const recordedLoop = (packets: readonly Uint8Array[]): PacketLoop => ({
  packet: (position) => packets[position % packets.length] ?? silencePacket,
  complete: true,
  dispose: () => undefined,
});

/** 20 ms of nothing, full band, one channel (RFC 6716 §3.1: configuration 31, code 0). */
export const silencePacket: Uint8Array = Uint8Array.of(0xf8, 0xff, 0xfe);

/** Frames encoded for each packet that is asked for: a sound is done, and its encoder free, in a quarter of its time. */
const encodeAtOnce = 4;

/**
 * Encodes each frame once, somewhat ahead of the call that plays it, and keeps the packets: many calls with the same sound cost
 * one encoder, and from the second round on nothing but memory (about 100 bytes a packet). While no encoder is to be had the
 * sound is silence.
 */
export function encodedLoop(source: FrameSource, openEncoder: () => OpusEncoder | null): PacketLoop {
  const total = source.seamless ? 2 * source.frames : source.frames;
  const loopStart = total - source.frames;
  const packets: Uint8Array[] = [];
  let encoder: OpusEncoder | null = null;

  const encodeNext = (): boolean => {
    encoder ??= openEncoder();
    if (encoder === null) return false;
    packets.push(encoder.encode(toPcm16(source.frame(packets.length % source.frames))));
    if (packets.length === total) release();
    return true;
  };
  const release = (): void => {
    encoder?.delete();
    encoder = null;
  };

  return {
    packet: (position) => {
      const index = position < total ? position : loopStart + ((position - loopStart) % source.frames);
      for (let count = 0; packets.length < total && (count < encodeAtOnce || packets.length <= index); count++)
        if (!encodeNext()) break;
      return packets[index] ?? silencePacket;
    },
    get complete() {
      return packets.length === total;
    },
    dispose: release,
  };
}
