import type * as Werift from 'werift';
import { type OpusEncoder, openOpusEncoder } from './opus-encoder.ts';

/** The encoder's memory has room for about 75; where it has to grow, the encoders that are open break. */
const mostEncoders = 32;

/** The WebRTC stack and the Opus encoder of the contacts. */
export interface WebRtcStack {
  readonly werift: typeof Werift;
  /** null: as many as there may be are open. */
  openEncoder(): OpusEncoder | null;
}

/** Loads both when the first call needs them: a gateway on which nobody calls does without their 30 MB. */
export async function loadWebRtcStack(): Promise<WebRtcStack> {
  const [werift, { default: Opus }] = await Promise.all([import('werift'), import('opusscript')]);
  let open = 0;
  return {
    werift,
    openEncoder: () => {
      if (open >= mostEncoders) return null;
      open++;
      return openOpusEncoder(Opus, () => {
        open--;
      });
    },
  };
}
