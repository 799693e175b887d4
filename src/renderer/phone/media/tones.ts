import { unreachable } from '#shared/never.ts';

/** Sounds of the phone, computed: no files, no licences, the same on every machine. */
export type ToneName = 'incoming' | 'waiting' | 'ringback' | 'test';

interface Note {
  readonly at: number;
  readonly frequency: number;
  readonly seconds: number;
  /** `bell`: struck, dying away; `steady`: as telephone exchanges make it. */
  readonly shape: 'bell' | 'steady';
}

export interface Tone {
  /** Length of one repetition in seconds. */
  readonly seconds: number;
  readonly volume: number;
  readonly repeats: boolean;
  readonly notes: readonly Note[];
}

const bell = (at: number, frequency: number): Note => ({ at, frequency, seconds: 0.9, shape: 'bell' });
const steady = (at: number, seconds: number): Note => ({ at, frequency: 425, seconds, shape: 'steady' });

export const tones: Readonly<Record<ToneName, Tone>> = {
  // D5 and A5: a fifth apart, heard through talk without startling.
  incoming: {
    seconds: 3,
    volume: 0.6,
    repeats: true,
    notes: [bell(0, 587.33), bell(0.18, 880), bell(0.6, 587.33), bell(0.78, 880)],
  },
  waiting: { seconds: 4, volume: 0.12, repeats: true, notes: [steady(0, 0.15), steady(0.3, 0.15)] },
  // ETSI TR 101 041-2: 425 Hz, 1 s on, 4 s off in most of Europe.
  ringback: { seconds: 5, volume: 0.2, repeats: true, notes: [steady(0, 1)] },
  test: { seconds: 1.6, volume: 0.6, repeats: false, notes: [bell(0, 587.33), bell(0.18, 880)] },
};

/** Samples of one repetition, -1…1. */
export function renderTone(tone: Tone, sampleRate: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round(tone.seconds * sampleRate));
  for (const note of tone.notes) {
    const start = Math.round(note.at * sampleRate);
    const length = Math.min(Math.round(note.seconds * sampleRate), samples.length - start);
    for (let index = 0; index < length; index += 1) {
      const at = start + index;
      samples[at] = (samples[at] ?? 0) + sampleOf(note, index / sampleRate) * tone.volume;
    }
  }
  return samples.map((sample) => Math.max(-1, Math.min(1, sample)));
}

/** Without a short rise and fall a tone clicks. */
const edgeSeconds = 0.008;

function sampleOf({ frequency, seconds, shape }: Note, time: number): number {
  const edge = Math.min(1, time / edgeSeconds, (seconds - time) / edgeSeconds);
  const phase = 2 * Math.PI * frequency * time;
  switch (shape) {
    case 'bell':
      return (
        edge * Math.exp(-time * 6) * (0.7 * Math.sin(phase) + 0.2 * Math.sin(2 * phase) + 0.1 * Math.sin(3 * phase))
      );
    case 'steady':
      return edge * Math.sin(phase);
    default:
      return unreachable(shape);
  }
}
