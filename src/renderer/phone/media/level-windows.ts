/** Root mean square of a window, 0…1. */
export interface Level {
  readonly agent: number;
  readonly contact: number;
}

/** Smallest and largest sample of a window, each -1…1. */
export interface Peak {
  readonly agentMin: number;
  readonly agentMax: number;
  readonly contactMin: number;
  readonly contactMax: number;
}

export type Measure = { readonly level: Level } | { readonly peak: Peak };

/** 15 a second at 48 kHz. */
export const levelFrames = 3200;
/** 50 ms at 48 kHz. */
export const peakFrames = 2400;

/**
 * Measures two channels sample by sample: the loudness of each window of 1/15 s for the meter, and the extremes of each 50 ms for the
 * wave form of a recording. Runs on the audio thread, so nothing is allocated but the results.
 */
export class LevelWindows {
  readonly #report: (measure: Measure) => void;
  #levelCount = 0;
  #agentSquares = 0;
  #contactSquares = 0;
  #peakCount = 0;
  #agentMin = 0;
  #agentMax = 0;
  #contactMin = 0;
  #contactMax = 0;

  constructor(report: (measure: Measure) => void) {
    this.#report = report;
  }

  /** @param frames length of the block; a channel that is absent is silent */
  push(frames: number, agent: Float32Array | undefined, contact: Float32Array | undefined): void {
    for (let frame = 0; frame < frames; frame += 1) {
      const mine = agent?.[frame] ?? 0;
      const theirs = contact?.[frame] ?? 0;
      this.#agentSquares += mine * mine;
      this.#contactSquares += theirs * theirs;
      if (mine < this.#agentMin) this.#agentMin = mine;
      else if (mine > this.#agentMax) this.#agentMax = mine;
      if (theirs < this.#contactMin) this.#contactMin = theirs;
      else if (theirs > this.#contactMax) this.#contactMax = theirs;
      this.#levelCount += 1;
      this.#peakCount += 1;
      if (this.#levelCount === levelFrames) this.#endLevel();
      if (this.#peakCount === peakFrames) this.#endPeak();
    }
  }

  #endLevel(): void {
    this.#report({
      level: {
        agent: Math.min(1, Math.sqrt(this.#agentSquares / levelFrames)),
        contact: Math.min(1, Math.sqrt(this.#contactSquares / levelFrames)),
      },
    });
    this.#levelCount = 0;
    this.#agentSquares = 0;
    this.#contactSquares = 0;
  }

  #endPeak(): void {
    this.#report({
      peak: {
        agentMin: this.#agentMin,
        agentMax: this.#agentMax,
        contactMin: this.#contactMin,
        contactMax: this.#contactMax,
      },
    });
    this.#peakCount = 0;
    this.#agentMin = 0;
    this.#agentMax = 0;
    this.#contactMin = 0;
    this.#contactMax = 0;
  }
}
