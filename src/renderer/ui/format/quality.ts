export type QualityLevel = 'good' | 'fair' | 'poor';

/** From the estimated mean opinion score: ITU-T G.107 annex B calls 3.6 and more at least "some users dissatisfied", below 3.1 nearly all are. */
export function qualityLevel(score: number): QualityLevel {
  if (score >= 3.6) return 'good';
  return score >= 3.1 ? 'fair' : 'poor';
}
