/** RFC 3261 table 4, over a reliable transport: nothing is retransmitted, the limits stay. Milliseconds. */
export const sipTimers = {
  /** B: no response to an INVITE. F: none to another request. H: no ACK for a refusal. L, M: stray 2xx (RFC 6026). 64 × T1. */
  transaction: 32_000,
  /** A refused duplicate of a request other than INVITE within this time gets the same answer again. */
  completed: 5_000,
  /** No ACK for a 2xx: the call is ended (RFC 3261 §13.3.1.4). */
  acknowledge: 32_000,
} as const;
