/** The one audio format of the sandbox: Opus over RTP as in RFC 7587, 48 kHz clock, 20 ms a packet (the ptime the provider demands). */
export const sampleRate = 48_000;
export const frameMs = 20;
export const frameSamples = (sampleRate * frameMs) / 1000;

/** Sound as whole frames, read in any order. */
export interface FrameSource {
  readonly frames: number;
  /** Mono, {@link frameSamples} samples of −1…1. */
  frame(index: number): Float32Array;
  /**
   * The last frame runs on into the first without a seam (a tone). The loop is then encoded twice and the second pass
   * repeated, because the first packets of an encoder assume that silence came before.
   */
  readonly seamless: boolean;
}
