const mostPeaks = 120;

/** Loudness along a note as in contracts/note.ts, of levels 0…1 in their order. */
export function peaksOf(levels: readonly number[]): string {
  const count = Math.min(mostPeaks, levels.length);
  const peaks = Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * levels.length) / count);
    const to = Math.floor(((index + 1) * levels.length) / count);
    const loudest = levels.slice(from, to).reduce((most, level) => Math.max(most, level), 0);
    return Math.round(Math.min(1, loudest) * 255);
  });
  return Buffer.from(peaks).toString('base64');
}
