/** What one message may hold. A browser's offer with pictures has about 6 KB (Chromium 130), with many candidates and codecs less than 20. */
export const sipLimits = {
  messageBytes: 65_536,
  headers: 200,
  headerBytes: 8_192,
  /** RFC 3261 §8.1.1.5 */
  cseq: 2_147_483_647,
} as const;
