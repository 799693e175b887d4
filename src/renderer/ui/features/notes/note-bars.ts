/** As many bars as fit a bubble. */
const bars = 48;

/**
 * Heights of the wave form's bars, 0…1.
 * @param peaks base64 of loudness 0…255, see contracts/note.ts; null: not known, a level line
 */
export function barHeights(peaks: string | null): readonly number[] {
  const values = peaks === null ? [] : bytesOf(peaks);
  if (values.length === 0) return Array.from({ length: bars }, () => 0);
  return Array.from({ length: bars }, (_, bar) => {
    const from = Math.floor((bar * values.length) / bars);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * values.length) / bars));
    return Math.max(...values.slice(from, to)) / 255;
  });
}

function bytesOf(text: string): readonly number[] {
  try {
    return Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return [];
  }
}

const width = 2;
const step = 4;
const height = 28;

export const barsBox = { width: bars * step - (step - width), height } as const;

/** The bars as one SVG path. */
export function barsPath(heights: readonly number[]): string {
  return heights
    .map((value, index) => {
      const tall = Math.max(width, Math.round(value * height));
      return `M${index * step + width / 2} ${(height - tall) / 2 + width / 2}v${tall - width}`;
    })
    .join('');
}
