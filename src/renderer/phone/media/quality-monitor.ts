import { type MediaCounters, type Quality, qualityBetween, readCounters } from './quality.ts';

const intervalMs = 2000;

/** Reports the quality of a call every two seconds in which audio came in. Returns the function that stops it. */
export function monitorQuality(connection: RTCPeerConnection, report: (quality: Quality) => void): () => void {
  let before: MediaCounters | null = null;
  let stopped = false;

  const look = async (): Promise<void> => {
    const stats = await connection.getStats().catch(() => null);
    if (stopped || stats === null) return;
    const after = readCounters(stats.values());
    const quality = before === null || after === null ? null : qualityBetween(before, after);
    before = after;
    if (quality !== null) report(quality);
  };

  void look();
  const timer = setInterval(() => void look(), intervalMs);
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
