import { execFileSync } from 'node:child_process';

export interface MediaFacts {
  readonly codec: string;
  readonly channels: number;
  readonly sampleRate: number;
  /** From the container; NaN where it has none. */
  readonly duration: number;
}

/** What an independent reader (ffprobe) says of a file. Throws where it cannot be read. */
export function probe(path: string): MediaFacts {
  const text = execFileSync(
    'ffprobe',
    ['-v', 'error', '-show_entries', 'stream=codec_name,channels,sample_rate:format=duration', '-of', 'json', path],
    { encoding: 'utf8' },
  );
  const facts = JSON.parse(text) as {
    streams: { codec_name: string; channels: number; sample_rate: string }[];
    format: { duration?: string };
  };
  const stream = facts.streams[0];
  if (stream === undefined) throw new Error(`${path} has no stream`);
  return {
    codec: stream.codec_name,
    channels: stream.channels,
    sampleRate: Number(stream.sample_rate),
    duration: Number(facts.format.duration ?? Number.NaN),
  };
}

/** Codecs of all its streams, and its length in seconds. */
export function probeStreams(path: string): { readonly streams: readonly string[]; readonly duration: number } {
  const text = execFileSync(
    'ffprobe',
    ['-v', 'error', '-show_entries', 'stream=codec_name:format=duration', '-of', 'json', path],
    { encoding: 'utf8' },
  );
  const { streams, format } = JSON.parse(text) as {
    streams: { codec_name: string }[];
    format: { duration?: string };
  };
  return { streams: streams.map(({ codec_name }) => codec_name), duration: Number(format.duration ?? Number.NaN) };
}

/** Of every tenth of its pictures, 0…255, without the tenth at either end (ffmpeg's signalstats): a black picture has no range. */
export function brightness(path: string): { readonly darkest: number; readonly brightest: number } {
  const filter = 'select=not(mod(n\\,10)),signalstats,metadata=print:file=-';
  const text = execFileSync('ffmpeg', ['-v', 'fatal', '-i', path, '-an', '-vf', filter, '-f', 'null', '-'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const all = (name: string): number[] =>
    [...text.matchAll(new RegExp(`signalstats\\.${name}=([\\d.]+)`, 'g'))].map(([, value]) => Number(value));
  return { darkest: Math.min(...all('YLOW')), brightest: Math.max(...all('YHIGH')) };
}

export interface Channels {
  readonly rate: number;
  readonly left: Float32Array;
  readonly right: Float32Array;
  /** Seconds that were really decoded. */
  readonly seconds: number;
}

/** Decodes the whole file with ffmpeg into two channels. */
export function decode(path: string): Channels {
  const rate = 16_000;
  const raw = execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-f', 'f32le', '-ac', '2', '-ar', String(rate), '-'], {
    maxBuffer: 256 * 1024 * 1024,
    // Complains of a file that still grows; what it says of one that it cannot read stands in the error.
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const all = new Float32Array(raw.buffer, raw.byteOffset, Math.floor(raw.byteLength / 4));
  const frames = Math.floor(all.length / 2);
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  for (let i = 0; i < frames; i += 1) {
    left[i] = all[2 * i] ?? 0;
    right[i] = all[2 * i + 1] ?? 0;
  }
  return { rate, left, right, seconds: frames / rate };
}
