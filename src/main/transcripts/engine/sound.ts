/** What every model of the engine wants. */
export const sampleRate = 16_000;

/** Loudest sample of what counts as silence: −50 dB. Models that were made for speech make words up of less. */
const silence = 0.003;

/** Whisper hears 30 s at once, less some room at the end. */
const longest = 28 * sampleRate;
/** No cut before, so that each piece has some context. */
const shortest = 14 * sampleRate;
const window = sampleRate / 5;

export interface Piece {
  readonly fromMs: number;
  readonly samples: Float32Array;
}

/** Cuts sound where it is quietest, into pieces short enough for every model; those in which nothing is to be heard are left out. */
export function piecesOf(samples: Float32Array): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let from = 0; from < samples.length; ) {
    const rest = samples.length - from;
    const length = rest <= longest ? rest : quietestAfter(samples, from);
    const piece = samples.subarray(from, from + length);
    if (piece.some((sample) => Math.abs(sample) > silence))
      pieces.push({ fromMs: Math.round((from * 1000) / sampleRate), samples: piece });
    from += length;
  }
  return pieces;
}

/** @returns how many samples after `from` the quietest fifth of a second has its middle */
function quietestAfter(samples: Float32Array, from: number): number {
  let best = longest;
  let least = Number.POSITIVE_INFINITY;
  for (let at = shortest; at + window <= longest; at += window / 2) {
    let energy = 0;
    for (let index = from + at; index < from + at + window; index += 1) energy += (samples[index] ?? 0) ** 2;
    if (energy < least) {
      least = energy;
      best = at + window / 2;
    }
  }
  return best;
}
