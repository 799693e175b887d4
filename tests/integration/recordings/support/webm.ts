import { execFileSync } from 'node:child_process';
import { madeByFfmpeg } from '../../support/ffmpeg.ts';

export const toneAgent = 220;
export const toneContact = 440;

const clusterId = Buffer.from([0x1f, 0x43, 0xb6, 0x75]);

/** Says of each cluster that its size is not known, as Chromium does, in as many bytes as the size had. */
function forgetClusterSizes(webm: Buffer): Buffer {
  for (let at = webm.indexOf(clusterId); at >= 0; at = webm.indexOf(clusterId, at + 4)) {
    const length = Math.clz32(webm[at + 4] ?? 0) - 23;
    webm.fill(0xff, at + 4, at + 4 + length);
    webm[at + 4] = 0xff >> (length - 1);
  }
  return webm;
}

/**
 * A recording as a browser makes it: stereo Opus, the agent's tone on the left and the contact's on the right, unknown sizes, no duration,
 * a cluster a second. `known`: clusters of known size, as other recorders write them.
 */
export function liveWebm(seconds: number, clusters: 'unknown' | 'known' = 'unknown'): Buffer {
  const tone = (hertz: number): string[] => [
    ...['-f', 'lavfi', '-i', `sine=frequency=${hertz}:duration=${seconds}:sample_rate=48000`],
  ];
  const webm = madeByFfmpeg([
    ...[...tone(toneAgent), ...tone(toneContact)],
    ...['-filter_complex', '[0:a][1:a]amerge=inputs=2', '-ac', '2', '-c:a', 'libopus', '-b:a', '48k'],
    ...['-f', 'webm', '-live', '1', '-cluster_time_limit', '1000'],
  ]);
  return clusters === 'unknown' ? forgetClusterSizes(webm) : webm;
}

export interface Probe {
  readonly codec: string;
  readonly channels: number;
  /** As the file itself says; null where it does not. */
  readonly durationMs: number | null;
  /** End of the last packet that could be decoded. */
  readonly decodedMs: number;
}

/** Reads and decodes the whole file with ffmpeg's libraries, in one process. @throws {Error} where it cannot */
export function probe(path: string): Probe {
  const entries = 'stream=codec_name,channels,sample_rate:format=duration:frame=nb_samples';
  const said = execFileSync('ffprobe', ['-v', 'error', '-show_entries', entries, '-of', 'json', path], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const { streams, format, frames } = JSON.parse(said) as {
    streams: { codec_name: string; channels: number; sample_rate: string }[];
    format: { duration?: string };
    frames: { nb_samples: number }[];
  };
  const [stream] = streams;
  const samples = frames.reduce((sum, { nb_samples }) => sum + nb_samples, 0);
  return {
    codec: stream?.codec_name ?? '',
    channels: stream?.channels ?? 0,
    durationMs: format.duration === undefined ? null : Math.round(Number(format.duration) * 1000),
    decodedMs: Math.round((samples * 1000) / Number(stream?.sample_rate)),
  };
}

/** How strong a tone is on one channel, by Goertzel's algorithm; about 1 for a pure tone. */
export function toneStrength(path: string, channel: 0 | 1, hertz: number): number {
  const rate = 8000;
  const pcm = execFileSync(
    'ffmpeg',
    ['-v', 'error', '-i', path, '-af', `pan=mono|c0=c${channel}`, '-f', 's16le', '-ar', String(rate), 'pipe:1'],
    { maxBuffer: 1 << 28 },
  );
  const samples = new Int16Array(pcm.buffer, pcm.byteOffset, Math.floor(pcm.length / 2));
  const coefficient = 2 * Math.cos((2 * Math.PI * hertz) / rate);
  let [before, last, energy] = [0, 0, 0];
  for (const sample of samples) {
    [before, last] = [last, sample + coefficient * last - before];
    energy += sample * sample;
  }
  const power = before * before + last * last - coefficient * before * last;
  return energy === 0 ? 0 : (2 * power) / (samples.length * energy);
}
