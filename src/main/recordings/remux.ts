import {
  CustomSource,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  FilePathTarget,
  Input,
  Output,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny';
import { opusDurationMs } from './opus-duration.ts';
import type { WebmView } from './webm-view.ts';

export interface Remuxed {
  /** End of the last packet. */
  readonly durationMs: number;
  readonly packets: number;
}

/**
 * Copies the sound of a live WebM recording, packet by packet, into a finished file: with its duration and with cues, so that a player can
 * jump anywhere at once.
 * @param target is created; on failure a part of it may be left
 * @throws {Error} where it is no WebM with exactly one track, of sound
 */
export async function remux({ bytes, read }: WebmView, target: string): Promise<Remuxed> {
  const source = new CustomSource({
    getSize: () => bytes,
    read: (start, end) => read(start, end - start),
    prefetchProfile: 'fileSystem',
  });
  const input = new Input({ formats: [WEBM], source });
  try {
    const tracks = await input.getTracks();
    const track = await input.getPrimaryAudioTrack();
    const codec = await track?.getCodec();
    const decoderConfig = await track?.getDecoderConfig();
    if (!track || !codec || !decoderConfig || tracks.length !== 1) throw new Error('not a recording of sound alone');
    const output = new Output({ format: new WebMOutputFormat(), target: new FilePathTarget(target) });
    const packets = new EncodedAudioPacketSource(codec);
    output.addAudioTrack(packets);
    await output.start();
    let endsAt = 0;
    let count = 0;
    for await (const packet of new EncodedPacketSink(track).packets()) {
      const duration = codec === 'opus' ? opusDurationMs(packet.data) / 1000 : packet.duration;
      await packets.add(packet.clone({ duration }), { decoderConfig });
      count += 1;
      endsAt = Math.max(endsAt, packet.timestamp + duration);
    }
    await output.finalize();
    return { durationMs: Math.round(endsAt * 1000), packets: count };
  } finally {
    input.dispose();
  }
}
