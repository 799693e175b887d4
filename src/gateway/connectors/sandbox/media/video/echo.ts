import type { RtpFrame } from '../rtp-frame.ts';
import type { HeardFrame } from './video-path.ts';
import { beginsKeyFrame, readDescriptor, videoClockRate } from './vp8.ts';

/** A step of the agent's clock beyond this is another stream. */
const longestStep = 10 * videoClockRate;

/** Up to so many packets behind, one is late; what is further behind may be a stream whose numbers began anew (RFC 3550 §A.1). */
const mostMisordered = 100;

export interface Echo {
  /**
   * What is to be sent of a packet that came in; null: nothing. Sequence numbers go up by one, timestamps never go down
   * (both modulo their width), whatever comes in.
   *
   * @param now milliseconds of a clock that is never set
   */
  take(packet: HeardFrame, now: number): RtpFrame | null;
  /** Something is left out: what follows cannot be shown until the next key frame. */
  interrupt(): void;
  /** Nothing is sent until a key frame comes. */
  readonly waits: boolean;
}

/**
 * Makes the agent's pictures a stream of the contact's own. It begins with a key frame, and where a packet is missing it goes
 * on with the next one: with numbers of its own the loss could not be seen by who gets it, and would stay in the picture.
 */
export function createEcho(first: Pick<RtpFrame, 'sequence' | 'timestamp'>): Echo {
  let heard: HeardFrame | null = null;
  let waits = true;
  /** The number that a stream which began anew would go on with. */
  let expectedAnew: number | null = null;
  let sequence = first.sequence;
  let timestamp = first.timestamp;
  let sentAt: number | null = null;

  const begin = (now: number): void => {
    waits = false;
    if (sentAt === null) return;
    const elapsed = Math.round(((now - sentAt) * videoClockRate) / 1000);
    timestamp = (timestamp + Math.max(1, elapsed)) >>> 0;
  };

  // Late or twice: its place is taken.
  const isBehind = (ahead: number): boolean => ahead === 0 || ahead > 0x8000;
  /** One packet far behind may be a stray; the next one after it in order is not. */
  const hasBegunAnew = ({ sequence: number }: HeardFrame, ahead: number): boolean => {
    const isExpected = number === expectedAnew && 0x1_0000 - ahead > mostMisordered && ahead !== 0;
    expectedAnew = isExpected ? null : (number + 1) & 0xffff;
    return isExpected;
  };

  return {
    take: (packet, now) => {
      const before = heard;
      const sameStream = before !== null && before.ssrc === packet.ssrc;
      const ahead = sameStream ? (packet.sequence - before.sequence) & 0xffff : 1;
      if (isBehind(ahead) && !hasBegunAnew(packet, ahead)) return null;
      heard = packet;
      const step = sameStream ? (packet.timestamp - before.timestamp) >>> 0 : 0;
      if (!sameStream || ahead !== 1 || step > longestStep) waits = true;
      // Padding: the agent's stack tries how much goes through.
      if (packet.payload.length === 0) return null;
      if (readDescriptor(packet.payload) === null) waits = true;
      if (!waits) timestamp = (timestamp + step) >>> 0;
      else if (beginsKeyFrame(packet.payload)) begin(now);
      else return null;
      sentAt = now;
      const { payload, marker } = packet;
      const sent = { payload, marker, sequence, timestamp };
      sequence = (sequence + 1) & 0xffff;
      return sent;
    },
    interrupt: () => {
      waits = true;
    },
    get waits() {
      return waits;
    },
  };
}
