/**
 * Peaks of a recording's wave form, in a file beside it that grows with it.
 *
 * Header, 8 bytes: `CPK` and version 1; number of channels (2); reserved (0); milliseconds a frame, 16 bits little-endian.
 * Then frames of 4 signed bytes: agent minimum, agent maximum, contact minimum, contact maximum. A frame cut off at the end is ignored.
 */
import { peakBucketMs } from '#shared/contracts/phone.ts';
import type { Peaks } from '#shared/contracts/ui-replies.ts';

const magic = Buffer.from([0x43, 0x50, 0x4b, 1]);
const headerBytes = 8;
const channels = 2;
const frameBytes = channels * 2;

/** Minimum and maximum for each bucket and channel, as the phone window sends them. */
export interface PeakPairs {
  readonly agent: Int8Array;
  readonly contact: Int8Array;
}

export function encodePeaksHeader(): Buffer {
  const header = Buffer.alloc(headerBytes);
  magic.copy(header);
  header.writeUInt8(channels, 4);
  header.writeUInt16LE(peakBucketMs, 6);
  return header;
}

/** Channels of different length are filled up with silence, so that they stay in step. */
export function encodePeaks({ agent, contact }: PeakPairs): Buffer {
  const frames = Math.floor(Math.max(agent.length, contact.length) / 2);
  const bytes = Buffer.alloc(frames * frameBytes);
  for (let frame = 0; frame < frames; frame += 1) {
    bytes.writeInt8(agent[frame * 2] ?? 0, frame * frameBytes);
    bytes.writeInt8(agent[frame * 2 + 1] ?? 0, frame * frameBytes + 1);
    bytes.writeInt8(contact[frame * 2] ?? 0, frame * frameBytes + 2);
    bytes.writeInt8(contact[frame * 2 + 1] ?? 0, frame * frameBytes + 3);
  }
  return bytes;
}

/** @returns null where these are no peaks, or of a later version */
export function decodePeaks(file: Buffer): Peaks | null {
  if (file.length < headerBytes || !file.subarray(0, magic.length).equals(magic)) return null;
  const bucketMs = file.readUInt16LE(6);
  if (file.readUInt8(4) !== channels || bucketMs === 0) return null;
  const frames = Math.floor((file.length - headerBytes) / frameBytes);
  const agent = new Int8Array(frames * 2);
  const contact = new Int8Array(frames * 2);
  for (let frame = 0; frame < frames; frame += 1) {
    const at = headerBytes + frame * frameBytes;
    agent.set([file.readInt8(at), file.readInt8(at + 1)], frame * 2);
    contact.set([file.readInt8(at + 2), file.readInt8(at + 3)], frame * 2);
  }
  return { bucketMs, agent, contact };
}
