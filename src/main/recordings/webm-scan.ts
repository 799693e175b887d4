/**
 * Walks over a WebM file element by element, to learn how far it is whole. Made for what a crash leaves: a live recording that ends in the
 * middle of a block, or in zeros where the file system had the length but not yet the bytes.
 * Format: https://www.matroska.org/technical/elements.html
 */

/** Where an element begins, and where its content does. */
export interface Span {
  readonly at: number;
  readonly content: number;
}

export interface WebmScan {
  /** Up to here there are only whole elements. */
  readonly end: number;
  readonly segment: Span | null;
  readonly clusters: readonly Span[];
  readonly blocks: number;
  /** From the first block's time to the end of the last one, as far as block times tell. */
  readonly durationMs: number;
  /** Where the file itself says how long it is and where its clusters are: it was finished before. null: it was not. */
  readonly finishedMs: number | null;
}

/** Random access to a file: `length` bytes at `offset`, fewer at its end. */
export type ReadAt = (offset: number, length: number) => Buffer;

const ids = {
  ebml: 0x1a45dfa3,
  segment: 0x18538067,
  info: 0x1549a966,
  cluster: 0x1f43b675,
  cues: 0x1c53bb6b,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
} as const;

/** SeekHead, Tracks, Chapters, Attachments, Tags, Void, CRC-32, Position, PrevSize: stepped over. */
const stepOver: ReadonlySet<number> = new Set([
  0x114d9b74, 0x1654ae6b, 0x1043a770, 0x1941a469, 0x1254c367, 0xec, 0xbf, 0xa7, 0xab,
]);

const longestHeader = 12;
const defaultTimestampScale = 1_000_000;
const nanosecondsInMillisecond = 1_000_000;

interface Element {
  readonly id: number;
  /** Offset of the content. */
  readonly content: number;
  /** null: unknown (a live file) */
  readonly size: number | null;
}

/** @returns null where no element begins */
function elementAt(read: ReadAt, offset: number): Element | null {
  const bytes = read(offset, longestHeader);
  const first = bytes[0] ?? 0;
  const idLength = Math.clz32(first) - 23;
  if (idLength > 4 || bytes.length <= idLength) return null;
  const id = bytes.readUIntBE(0, idLength);
  const sizeFirst = bytes[idLength] ?? 0;
  const sizeLength = Math.clz32(sizeFirst) - 23;
  if (sizeLength > 8 || bytes.length < idLength + sizeLength) return null;
  let size = BigInt(sizeFirst & (0xff >> sizeLength));
  for (let n = 1; n < sizeLength; n += 1) size = (size << 8n) | BigInt(bytes[idLength + n] ?? 0);
  const unknown = size === (1n << BigInt(sizeLength * 7)) - 1n;
  return { id, content: offset + idLength + sizeLength, size: unknown ? null : Number(size) };
}

/** Direct children of an element that is whole. */
function* childrenOf(read: ReadAt, { content, size }: Element): Generator<Element & { readonly size: number }> {
  const end = content + (size ?? 0);
  for (let offset = content; offset < end; ) {
    const child = elementAt(read, offset);
    if (child === null || child.size === null || child.content + child.size > end) return;
    yield { ...child, size: child.size };
    offset = child.content + child.size;
  }
}

function unsigned(read: ReadAt, { content, size }: Element): number {
  const length = Math.min(size ?? 0, 6);
  return length === 0 ? 0 : read(content + (size ?? 0) - length, length).readUIntBE(0, length);
}

function float(read: ReadAt, { content, size }: Element): number | null {
  const bytes = read(content, size ?? 0);
  const number = bytes.length === 8 ? bytes.readDoubleBE() : bytes.length === 4 ? bytes.readFloatBE() : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

/** Track of a block (1 to 8 bytes), and behind it its time relative to its cluster (16 bits). */
function headOf(read: ReadAt, block: Element): { readonly track: string; readonly time: number } | null {
  const bytes = read(block.content, Math.min(block.size ?? 0, 10));
  const trackLength = Math.clz32(bytes[0] ?? 0) - 23;
  if (bytes.length < trackLength + 2) return null;
  return { track: bytes.toString('hex', 0, trackLength), time: bytes.readInt16BE(trackLength) };
}

/** @returns null where the file does not begin like WebM */
export function scanWebm(read: ReadAt, fileBytes: number): WebmScan | null {
  const header = elementAt(read, 0);
  if (header?.id !== ids.ebml || header.size === null || header.content + header.size > fileBytes) return null;

  let end = header.content + header.size;
  let scale = defaultTimestampScale;
  let declared: number | null = null;
  let hasCues = false;
  let segment: Span | null = null;
  const clusters: Span[] = [];
  let clusterTime = 0;
  const times: number[] = [];
  let blocks = 0;
  const latest = new Map<string, number>();

  /** @returns false: it is not whole, though its length is there; zeros stand where its time would, which goes back */
  const note = (block: Element): boolean => {
    const head = headOf(read, block);
    if (head === null) return true;
    const time = clusterTime + head.time;
    if (time < (latest.get(head.track) ?? time)) return false;
    latest.set(head.track, time);
    blocks += 1;
    times.push(time);
    // First, last but one and last are all that is needed.
    if (times.length > 3) times.splice(1, 1);
    return true;
  };

  while (end < fileBytes) {
    const element = elementAt(read, end);
    if (element === null) break;
    // Their content is walked over as if it stood outside: their own size is often unknown in a live file, and wrong in one that was cut.
    if (element.id === ids.segment || element.id === ids.cluster) {
      const span = { at: end, content: element.content };
      if (element.id === ids.cluster) clusters.push(span);
      else segment ??= span;
      end = element.content;
      continue;
    }
    if (element.size === null || element.content + element.size > fileBytes) break;
    if (element.id === ids.info) {
      for (const child of childrenOf(read, element)) {
        if (child.id === ids.timestampScale) scale = unsigned(read, child) || defaultTimestampScale;
        if (child.id === ids.duration) declared = float(read, child);
      }
    } else if (element.id === ids.timestamp) clusterTime = unsigned(read, element);
    else if (element.id === ids.simpleBlock) {
      if (!note(element)) break;
    } else if (element.id === ids.blockGroup) {
      for (const child of childrenOf(read, element)) if (child.id === ids.block) note(child);
    } else if (element.id === ids.cues) hasCues = true;
    else if (!stepOver.has(element.id)) break;
    end = element.content + element.size;
  }

  const [first = 0] = times;
  const last = times.at(-1) ?? first;
  const lastLength = last - (times.at(-2) ?? last);
  const toMs = (ticks: number): number => Math.max(0, Math.round((ticks * scale) / nanosecondsInMillisecond));
  const finishedMs = declared === null || !hasCues ? null : toMs(declared);
  return { end, segment, clusters, blocks, durationMs: toMs(last - first + lastLength), finishedMs };
}

const clusterId = Buffer.from([0x1f, 0x43, 0xb6, 0x75]);

/** Whether recorded sound stands behind the point where the scan had to stop: a hole in the file, not its end. */
export function hasClusterBehind(read: ReadAt, from: number, fileBytes: number): boolean {
  const window = 1_048_576;
  for (let offset = from; offset < fileBytes; offset += window - clusterId.length)
    if (read(offset, Math.min(window, fileBytes - offset)).includes(clusterId)) return true;
  return false;
}
