import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  OggOutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny';
import OpusScript from 'opusscript';
import { tone } from '../../../../src/gateway/connectors/sandbox/media/tone.ts';

/** Identification header (RFC 7845 §5.1): version 1, one channel, nothing to skip, 48 kHz. */
const opusHead = Uint8Array.from([...Buffer.from('OpusHead'), 1, 1, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0]);

/** WebM or Ogg with one second of a tone in Opus. */
export async function opusFileOf(container: 'webm' | 'ogg', hertz: number, packetMs: 20 | 40): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({ format: container === 'webm' ? new WebMOutputFormat() : new OggOutputFormat(), target });
  const source = new EncodedAudioPacketSource('opus');
  output.addAudioTrack(source);
  await output.start();
  const encoder = new OpusScript(48_000, 1, OpusScript.Application.AUDIO);
  const { frame } = tone(hertz);
  const frames = packetMs / 20;
  for (let index = 0; index < 50; index += frames) {
    const samples = Array.from({ length: frames }, (_, offset) => [...frame(index + offset)]).flat();
    const pcm = Buffer.alloc(samples.length * 2);
    for (const [at, sample] of samples.entries()) pcm.writeInt16LE(Math.round(sample * 32_767), at * 2);
    const packet = new EncodedPacket(encoder.encode(pcm, samples.length), 'key', index / 50, packetMs / 1000);
    await source.add(packet, {
      decoderConfig: { codec: 'opus', numberOfChannels: 1, sampleRate: 48_000, description: opusHead },
    });
  }
  encoder.delete();
  await output.finalize();
  if (target.buffer === null) throw new Error('the muxer wrote nothing');
  return new Uint8Array(target.buffer);
}
