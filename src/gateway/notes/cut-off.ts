/**
 * Whether a WebM (RFC 8794, RFC 9559) or Ogg (RFC 3533 §6) file says of itself that it goes on after its last byte. A live recording in
 * WebM does not say how long it is: cut between two clusters, it cannot be told from a shorter one.
 */
export function isCutOff(bytes: Uint8Array): boolean {
  if (startsWith(bytes, [0x1a, 0x45, 0xdf, 0xa3])) return isWebmCutOff(bytes);
  return startsWith(bytes, [0x4f, 0x67, 0x67, 0x53]) && isOggCutOff(bytes);
}

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, index) => bytes[index] === byte);

function isWebmCutOff(bytes: Uint8Array): boolean {
  const header = readSize(bytes, 4);
  if (header?.size == null) return header === null;
  const segment = header.next + header.size;
  if (segment + 4 > bytes.length) return true;
  if (!startsWith(bytes.subarray(segment), [0x18, 0x53, 0x80, 0x67])) return false;
  const body = readSize(bytes, segment + 4);
  return body === null || (body.size !== null && body.next + body.size > bytes.length);
}

/** An EBML element's size (RFC 8794 §6); its `size` is null where it is not known, the whole null where the file ends before. */
function readSize(bytes: Uint8Array, at: number): { readonly size: number | null; readonly next: number } | null {
  const first = bytes[at];
  if (first === undefined) return null;
  const length = Math.clz32(first) - 23;
  if (length > 8 || at + length > bytes.length) return null;
  let value = first & (0xff >> length);
  let isUnknown = value === 0xff >> length;
  for (const byte of bytes.subarray(at + 1, at + length)) {
    value = value * 256 + byte;
    isUnknown &&= byte === 0xff;
  }
  return { size: isUnknown ? null : value, next: at + length };
}

function isOggCutOff(bytes: Uint8Array): boolean {
  let at = 0;
  while (at < bytes.length) {
    const segments = bytes[at + 26];
    if (segments === undefined) return true;
    const table = bytes.subarray(at + 27, at + 27 + segments);
    if (table.length < segments) return true;
    at += 27 + segments + table.reduce((sum, length) => sum + length, 0);
  }
  return at > bytes.length;
}
