/** What goes into an RTP packet, or came in one. `timestamp` in the clock of the format, 32 bits; `sequence` 16 bits. */
export interface RtpFrame {
  readonly payload: Uint8Array;
  readonly sequence: number;
  readonly timestamp: number;
  readonly marker: boolean;
}
