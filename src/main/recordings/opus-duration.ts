/** Milliseconds in one frame by the configuration in the first byte's upper five bits (RFC 6716 §3.1, table 2). */
const silk = [10, 20, 40, 60] as const;
const hybrid = [10, 20] as const;
const celt = [2.5, 5, 10, 20] as const;

function frameMs(configuration: number): number {
  if (configuration < 12) return silk[configuration % 4] ?? 0;
  if (configuration < 16) return hybrid[configuration % 2] ?? 0;
  return celt[configuration % 4] ?? 0;
}

/**
 * How long an Opus packet sounds. A live recording's times tell this of every packet but the last.
 * @returns milliseconds; 0 for an empty packet
 */
export function opusDurationMs(packet: Uint8Array): number {
  const [first, second = 0] = packet;
  if (first === undefined) return 0;
  const code = first & 0b11;
  const frames = code === 0 ? 1 : code === 3 ? second & 0b111111 : 2;
  return frames * frameMs(first >> 3);
}
