/**
 * A recording as a reader would like it: its segment of unknown size, each cluster of exactly the size it has, nothing behind the last
 * whole block. Readers drop a cluster that promises more than there is, which is what the last one of an interrupted recording does.
 */
import type { ReadAt, Span, WebmScan } from './webm-scan.ts';

export interface WebmView {
  readonly bytes: number;
  readonly read: ReadAt;
}

interface Piece {
  /** Where it begins in the view. */
  readonly at: number;
  readonly length: number;
  /** Bytes made here, or their offset in the file. */
  readonly source: Buffer | number;
}

const idBytes = 4;
const sizeBytes = 8;
/** Length marker of an 8-byte size; with all other bits set the size is unknown. */
const sizeMarker = 1n << 56n;
const unknownSize = (1n << 57n) - 1n;

function header(read: ReadAt, element: Span, size: bigint): Buffer {
  const bytes = Buffer.alloc(idBytes + sizeBytes);
  read(element.at, idBytes).copy(bytes);
  bytes.writeBigUInt64BE(size, idBytes);
  return bytes;
}

function piecesOf(read: ReadAt, { segment, clusters, end }: WebmScan): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const add = (source: Buffer | number, length: number): void => {
    if (length > 0) pieces.push({ at, length, source });
    at += length;
  };
  const addHeader = (bytes: Buffer): void => add(bytes, bytes.length);
  let from = 0;
  if (segment !== null) {
    add(0, segment.at);
    addHeader(header(read, segment, unknownSize));
    from = segment.content;
  }
  clusters.forEach((cluster, index) => {
    add(from, cluster.at - from);
    const size = (clusters[index + 1]?.at ?? end) - cluster.content;
    addHeader(header(read, cluster, sizeMarker | BigInt(size)));
    from = cluster.content;
  });
  add(from, end - from);
  return pieces;
}

/** The last piece that begins at or before `offset`. */
function pieceAt(pieces: readonly Piece[], offset: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((pieces[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function viewOf(read: ReadAt, scan: WebmScan): WebmView {
  const pieces = piecesOf(read, scan);
  const last = pieces.at(-1);
  return {
    bytes: last === undefined ? 0 : last.at + last.length,
    read: (offset, length) => {
      const parts: Buffer[] = [];
      const end = offset + length;
      for (let index = pieceAt(pieces, offset); index < pieces.length; index += 1) {
        const piece = pieces[index];
        if (piece === undefined || piece.at >= end) break;
        const from = Math.max(offset, piece.at) - piece.at;
        const to = Math.min(end, piece.at + piece.length) - piece.at;
        const { source } = piece;
        parts.push(typeof source === 'number' ? read(source + from, to - from) : source.subarray(from, to));
      }
      return Buffer.concat(parts);
    },
  };
}
