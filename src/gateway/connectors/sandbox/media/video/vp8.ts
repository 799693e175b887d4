/** What the sandbox must know of VP8 in RTP (RFC 7741); pictures are never decoded here. */

/** Of every VP8 stream (RFC 7741 §4.1), in hertz. */
export const videoClockRate = 90_000;

/** Whether a frame can be shown without those before it: P bit of its header (RFC 6386 §9.1). */
export const isKeyFrame = (frame: Uint8Array): boolean => frame.length > 0 && ((frame[0] ?? 1) & 1) === 0;

/**
 * Where the picture data begin behind the payload descriptor (RFC 7741 §4.2), and whether it is those of a new frame.
 * null: there are none, or the descriptor is cut off.
 */
export function readDescriptor(payload: Uint8Array): { readonly dataAt: number; readonly beginsFrame: boolean } | null {
  const [first = 0, extension = 0, pictureId = 0] = payload;
  let dataAt = 1;
  if ((first & 0x80) !== 0) {
    dataAt = 2;
    if ((extension & 0x80) !== 0) dataAt += (pictureId & 0x80) === 0 ? 1 : 2;
    if ((extension & 0x40) !== 0) dataAt += 1;
    if ((extension & 0x30) !== 0) dataAt += 1;
  }
  // S and a partition index of 0: the first packet of the first partition.
  return payload.length > dataAt ? { dataAt, beginsFrame: (first & 0x17) === 0x10 } : null;
}

/** Whether a packet is the first one of a frame that can be shown without those before it. */
export function beginsKeyFrame(payload: Uint8Array): boolean {
  const descriptor = readDescriptor(payload);
  return descriptor?.beginsFrame === true && isKeyFrame(payload.subarray(descriptor.dataAt));
}
