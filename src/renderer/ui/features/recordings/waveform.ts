import type { Peaks } from '#shared/contracts/ui-replies.ts';

/**
 * The loudest sample of each of `columns` equal stretches of a channel, 0…1.
 * @param pairs signed 8-bit minimum and maximum, one pair a bucket
 */
export function columnHeights(pairs: Int8Array, columns: number): readonly number[] {
  const buckets = Math.floor(pairs.length / 2);
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * buckets) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * buckets) / columns));
    let loudest = 0;
    for (let bucket = from; bucket < Math.min(to, buckets); bucket += 1) {
      loudest = Math.max(loudest, -(pairs[bucket * 2] ?? 0), pairs[bucket * 2 + 1] ?? 0);
    }
    return Math.min(1, loudest / 127);
  });
}

const barWidth = 2;
const step = 3;

export interface WaveformColours {
  readonly played: string;
  readonly ahead: string;
}

/** The agent above, the contact below. @param progress 0…1, what has been played */
export function drawWaveform(
  canvas: HTMLCanvasElement,
  peaks: Peaks,
  progress: number,
  { played, ahead }: WaveformColours,
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  const columns = Math.max(1, Math.floor(width / step));
  const lane = height / 2;
  [peaks.agent, peaks.contact].forEach((channel, index) => {
    const middle = lane * index + lane / 2;
    columnHeights(channel, columns).forEach((value, column) => {
      const bar = Math.max(barWidth, value * (lane - 6));
      context.fillStyle = column * step < progress * width ? played : ahead;
      context.beginPath();
      context.roundRect(column * step, middle - bar / 2, barWidth, bar, barWidth / 2);
      context.fill();
    });
  });
}
