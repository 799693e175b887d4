import type { Peak } from '../media/level-windows.ts';

export interface Peaks {
  readonly agent: Int8Array<ArrayBuffer>;
  readonly contact: Int8Array<ArrayBuffer>;
}

/** Collects the wave form between two chunks: signed 8-bit pairs of smallest and largest sample. */
export class PeakBuffer {
  #agent: number[] = [];
  #contact: number[] = [];

  push(peak: Peak): void {
    this.#agent.push(toByte(peak.agentMin), toByte(peak.agentMax));
    this.#contact.push(toByte(peak.contactMin), toByte(peak.contactMax));
  }

  /** What came since the last time. */
  take(): Peaks {
    const taken = { agent: Int8Array.from(this.#agent), contact: Int8Array.from(this.#contact) };
    this.#agent = [];
    this.#contact = [];
    return taken;
  }
}

/** -1…1 → -127…127. */
const toByte = (sample: number): number => Math.max(-127, Math.min(127, Math.round(sample * 127)));
