import type { Peak } from '../media/level-windows.ts';

/** As many values as a wave form of a note has at most: see contracts/note.ts. */
const most = 120;

/** Collects how loud a note is along its way. */
export class NotePeaks {
  #values: number[] = [];

  push({ agentMin, agentMax }: Pick<Peak, 'agentMin' | 'agentMax'>): void {
    this.#values.push(Math.min(1, Math.max(Math.abs(agentMin), Math.abs(agentMax))));
  }

  /** Loudness 0…255 from beginning to end, at most 120 values: each the loudest of its part. */
  summary(): Uint8Array<ArrayBuffer> {
    const values = this.#values;
    const count = Math.min(most, values.length);
    return Uint8Array.from({ length: count }, (_, index) => {
      const from = Math.floor((index * values.length) / count);
      const to = Math.floor(((index + 1) * values.length) / count);
      return Math.round(Math.max(...values.slice(from, to)) * 255);
    });
  }
}
