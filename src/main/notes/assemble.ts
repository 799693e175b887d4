import {
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  type InputAudioTrack,
  type InputVideoTrack,
  Output,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny';
import { opusDurationMs } from '../recordings/opus-duration.ts';

export interface AssembledNote {
  /** A finished WebM: with its duration, and with cues. */
  readonly bytes: Uint8Array;
  /** End of the last packet of sound; of the picture where there is no sound. */
  readonly durationMs: number;
}

/**
 * Makes a finished file of what a recorder wrote live, packet by packet, also where it was cut off in the middle of one.
 * @param limitMs what a recorder wrote beyond, because it was stopped late, is left out: nobody takes a longer note
 * @throws {Error} where it is no WebM with sound
 */
export async function assembleNote(live: Uint8Array, limitMs: number): Promise<AssembledNote> {
  const input = new Input({ formats: [WEBM], source: new BufferSource(live) });
  try {
    const audio = await input.getPrimaryAudioTrack();
    const video = await input.getPrimaryVideoTrack();
    if (audio === null) throw new Error('a note without sound');
    const target = new BufferTarget();
    const output = new Output({ format: new WebMOutputFormat(), target });
    const copies = [
      await copyAudio(output, audio, limitMs / 1000),
      ...(video === null ? [] : [await copyVideo(output, video, limitMs / 1000)]),
    ];
    await output.start();
    const [durationMs = 0] = await Promise.all(copies.map((copy) => copy()));
    await output.finalize();
    if (target.buffer === null) throw new Error('nothing was written');
    return { bytes: new Uint8Array(target.buffer), durationMs };
  } finally {
    input.dispose();
  }
}

async function copyAudio(output: Output, track: InputAudioTrack, limit: number): Promise<() => Promise<number>> {
  const codec = await track.getCodec();
  const decoderConfig = await track.getDecoderConfig();
  if (codec === null || decoderConfig === null) throw new Error('sound of an unknown kind');
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source);
  return async () => {
    let endsAt = 0;
    for await (const packet of new EncodedPacketSink(track).packets()) {
      const duration = codec === 'opus' ? opusDurationMs(packet.data) / 1000 : packet.duration;
      if (packet.timestamp + duration > limit) break;
      await source.add(packet.clone({ duration }), { decoderConfig });
      endsAt = Math.max(endsAt, packet.timestamp + duration);
    }
    source.close();
    return Math.round(endsAt * 1000);
  };
}

async function copyVideo(output: Output, track: InputVideoTrack, limit: number): Promise<() => Promise<number>> {
  const codec = await track.getCodec();
  const decoderConfig = await track.getDecoderConfig();
  if (codec === null || decoderConfig === null) throw new Error('a picture of an unknown kind');
  const source = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(source);
  return async () => {
    let endsAt = 0;
    for await (const packet of new EncodedPacketSink(track).packets()) {
      if (packet.timestamp + packet.duration > limit) break;
      await source.add(packet, { decoderConfig });
      endsAt = Math.max(endsAt, packet.timestamp + packet.duration);
    }
    source.close();
    return Math.round(endsAt * 1000);
  };
}
