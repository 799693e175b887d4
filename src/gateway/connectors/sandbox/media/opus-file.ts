import type { Result } from '#shared/result.ts';
import { fail, ok } from '#shared/result.ts';
import { frameMs } from './frames.ts';

/**
 * The packets of a WebM or Ogg file with Opus, passed on to calls as they are. Only packets of 20 ms fit the calls' packet
 * time. The demuxer is loaded when the first such file is read.
 */
export async function readOpusFile(bytes: Uint8Array): Promise<Result<readonly Uint8Array[]>> {
  const { BufferSource, EncodedPacketSink, Input, OGG, WEBM } = await import('mediabunny');
  const input = new Input({ formats: [WEBM, OGG], source: new BufferSource(bytes) });
  try {
    const track = await input.getPrimaryAudioTrack();
    if (track === null) return fail('unsupported', 'holds no sound');
    const codec = await track.getCodec();
    if (codec !== 'opus') return fail('unsupported', `holds ${codec ?? 'unknown'} sound; only Opus can be read`);
    const packets: Uint8Array[] = [];
    for await (const packet of new EncodedPacketSink(track).packets()) {
      const duration = opusPacketMs(packet.data);
      if (duration !== frameMs)
        return fail('unsupported', `has Opus packets of ${duration} ms; calls need ${frameMs} ms`);
      packets.push(packet.data);
    }
    return packets.length === 0 ? fail('unsupported', 'holds no sound') : ok(packets);
  } catch (error) {
    return fail(
      'unsupported',
      `is no WebM or Ogg file that can be read (${error instanceof Error ? error.message : String(error)})`,
    );
  } finally {
    input.dispose();
  }
}

/** Duration of an Opus packet by its first two bytes (RFC 6716 §3.1 and §3.2); 0 for an empty one. */
export function opusPacketMs(packet: Uint8Array): number {
  const [toc, second = 0] = packet;
  if (toc === undefined) return 0;
  const configuration = toc >> 3;
  const frames = [1, 2, 2, second & 0x3f][toc & 3] ?? 0;
  return frames * frameDuration(configuration);
}

function frameDuration(configuration: number): number {
  if (configuration < 12) return [10, 20, 40, 60][configuration & 3] ?? 0;
  if (configuration < 16) return [10, 20][configuration & 1] ?? 0;
  return [2.5, 5, 10, 20][configuration & 3] ?? 0;
}
