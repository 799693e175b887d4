/** What one message may hold. A browser's offer with video, two codecs each and many candidates stays below 20 KiB. */
export const sipLimits = {
  messageBytes: 65_536,
  headers: 200,
  headerBytes: 8_192,
  /** RFC 3261 §8.1.1.5 */
  cseq: 2_147_483_647,
} as const;
