/** Estimates how a call sounds, from what WebRTC counts (W3C webrtc-stats). */

export interface Quality {
  readonly mos: number;
  readonly lossRatio: number;
  readonly jitterMs: number;
  readonly roundTripMs: number | null;
}

/** Counters at one instant. */
export interface MediaCounters {
  readonly received: number;
  readonly lost: number;
  readonly jitterMs: number;
  readonly roundTripMs: number | null;
  /** Sums since the start: seconds that samples waited in the jitter buffer, and their number. */
  readonly bufferSeconds: number;
  readonly bufferSamples: number;
}

interface Stat {
  readonly type: string;
  readonly [name: string]: unknown;
}

/** null: no audio has come in yet. */
export function readCounters(stats: Iterable<Stat>): MediaCounters | null {
  let inbound: Stat | null = null;
  let pathRoundTrip: number | null = null;
  let reportedRoundTrip: number | null = null;
  for (const stat of stats) {
    if (stat.type === 'inbound-rtp' && stat.kind === 'audio') inbound = stat;
    else if (stat.type === 'candidate-pair' && stat.nominated === true)
      pathRoundTrip = numberOf(stat.currentRoundTripTime) ?? pathRoundTrip;
    else if (stat.type === 'remote-inbound-rtp' && stat.kind === 'audio')
      reportedRoundTrip = numberOf(stat.roundTripTime) ?? reportedRoundTrip;
  }
  if (inbound === null) return null;
  const roundTrip = reportedRoundTrip ?? pathRoundTrip;
  return {
    received: numberOf(inbound.packetsReceived) ?? 0,
    lost: numberOf(inbound.packetsLost) ?? 0,
    jitterMs: Math.max(0, (numberOf(inbound.jitter) ?? 0) * 1000),
    roundTripMs: roundTrip === null ? null : Math.max(0, roundTrip * 1000),
    bufferSeconds: numberOf(inbound.jitterBufferDelay) ?? 0,
    bufferSamples: numberOf(inbound.jitterBufferEmittedCount) ?? 0,
  };
}

/** Quality between two instants; null where nothing was received (hold, a cut path). */
export function qualityBetween(before: MediaCounters, after: MediaCounters): Quality | null {
  const received = after.received - before.received;
  if (received <= 0) return null;
  // Duplicates can make the sum of lost packets shrink (RFC 3550 §6.4.1).
  const lost = Math.max(0, after.lost - before.lost);
  const lossRatio = lost / (received + lost);
  const samples = after.bufferSamples - before.bufferSamples;
  const bufferMs = samples > 0 ? ((after.bufferSeconds - before.bufferSeconds) / samples) * 1000 : after.jitterMs * 2;
  const { jitterMs, roundTripMs } = after;
  return { mos: meanOpinionScore(lossRatio, (roundTripMs ?? 0) / 2 + bufferMs), lossRatio, jitterMs, roundTripMs };
}

/** Opus: 20 ms of speech in a packet, 6.5 ms of look-ahead, and about as much again for capture and playback. */
const codecDelayMs = 40;
/** R of a line with nothing wrong with it (ITU-T G.107 §7.7, default values). */
const perfectRating = 93.2;
/** Robustness against loss: between G.711 with concealment (25.1) and codecs without any (4.3), as in ITU-T G.113 appendix I. */
const opusLossRobustness = 20;
/** Worst impairment that loss can do. */
const fullImpairment = 95;

/**
 * Mean opinion score 1…4.5 by the E-model (ITU-T G.107), with everything at its default but delay (Idd in the usual two-line
 * approximation) and random loss. Opus itself counts as without impairment.
 * @param delayMs one way, without the codec's own
 */
export function meanOpinionScore(lossRatio: number, delayMs: number): number {
  const delay = delayMs + codecDelayMs;
  const delayImpairment = 0.024 * delay + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);
  const loss = Math.min(1, Math.max(0, lossRatio)) * 100;
  const lossImpairment = (fullImpairment * loss) / (loss + opusLossRobustness);
  const rating = Math.min(100, Math.max(0, perfectRating - delayImpairment - lossImpairment));
  const score = 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6;
  return Math.min(4.5, Math.max(1, score));
}

const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
