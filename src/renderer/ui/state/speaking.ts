/** Somebody begins to speak above the first level and is silent below the second (root mean square, 0…1): breath and room noise lie between. */
const speaks = 0.02;
const silentBelow = 0.01;
/** A knock is no word. */
const attackMs = 100;
/** The pauses between words are shorter. */
export const releaseMs = 600;

/** Whether one side of a call is speaking, and since when its level has said otherwise (ms; null: it has not). */
export interface Voice {
  readonly speaking: boolean;
  readonly turningSince: number | null;
}

export const silence: Voice = { speaking: false, turningSince: null };

/**
 * The voice after one more level.
 * @param level root mean square, 0…1
 * @param now ms, of any clock that does not go backwards
 */
export function hear(voice: Voice, level: number, now: number): Voice {
  const { speaking, turningSince } = voice;
  const sounds = level >= (speaking ? silentBelow : speaks);
  if (sounds === speaking) return turningSince === null ? voice : { speaking, turningSince: null };
  const since = turningSince ?? now;
  if (now - since >= (speaking ? releaseMs : attackMs)) return { speaking: sounds, turningSince: null };
  return turningSince === null ? { speaking, turningSince: since } : voice;
}
