/** What a contact hears of the agent. Nothing is decoded: the level stands in each packet's header (RFC 6464). */
export interface Hearing {
  /** `level` is the payload of the audio level extension; `payload` is looked into for digits only. */
  packet(payloadType: number, level: Uint8Array | undefined, payload: Uint8Array, timestamp: number): void;
  readonly packets: number;
  /** dBov of the last packet, −127 (digital silence) to 0; null where the agent's stack does not tell. */
  readonly level: number | null;
  readonly loudest: number | null;
  /** Digits of RFC 4733 so far. */
  readonly digits: string;
}

const keys = '0123456789*#ABCD';

export function createHearing(digitsPayloadType: number): Hearing {
  let packets = 0;
  let level: number | null = null;
  let loudest: number | null = null;
  let digits = '';
  let lastDigitAt: number | null = null;

  const digit = (payload: Uint8Array, timestamp: number): void => {
    // All packets of one key press carry the timestamp of its beginning (RFC 4733 §2.1).
    if (timestamp === lastDigitAt) return;
    const key = keys[payload[0] ?? keys.length];
    if (key === undefined) return;
    lastDigitAt = timestamp;
    digits += key;
  };

  return {
    packet: (payloadType, extension, payload, timestamp) => {
      if (payloadType === digitsPayloadType) {
        digit(payload, timestamp);
        return;
      }
      packets++;
      const octet = extension?.[0];
      if (octet === undefined) return;
      level = -(octet & 0x7f);
      loudest = Math.max(level, loudest ?? -127);
    },
    get packets() {
      return packets;
    },
    get level() {
      return level;
    },
    get loudest() {
      return loudest;
    },
    get digits() {
      return digits;
    },
  };
}
