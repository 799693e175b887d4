import { frameMs, sampleRate } from '../media/frames.ts';

/** What the encoder needs before the first sound comes out (RFC 7845 §4.2), at 48 kHz. */
const preSkip = 312;

/** Opus packets of 20 ms, one channel, as a WebM file with its duration. */
export async function muxOpus(packets: readonly Uint8Array[]): Promise<Uint8Array> {
  const { BufferTarget, EncodedAudioPacketSource, EncodedPacket, Output, WebMOutputFormat } = await import(
    'mediabunny'
  );
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const track = new EncodedAudioPacketSource('opus');
  output.addAudioTrack(track);
  await output.start();
  const decoderConfig = { codec: 'opus', numberOfChannels: 1, sampleRate, description: opusHead() };
  for (const [index, data] of packets.entries()) {
    const packet = new EncodedPacket(data, 'key', (index * frameMs) / 1000, frameMs / 1000);
    await track.add(packet, { decoderConfig });
  }
  await output.finalize();
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0));
}

/** Identification header (RFC 7845 §5.1). */
function opusHead(): Uint8Array {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 0, 'latin1');
  head.writeUInt8(1, 8);
  head.writeUInt8(1, 9);
  head.writeUInt16LE(preSkip, 10);
  head.writeUInt32LE(sampleRate, 12);
  return head;
}
