/**
 * Reads rows from the leaf pages of a database file without following its trees: the last resort where the page that leads to a table
 * is gone. File format: https://sqlite.org/fileformat2.html
 */

export type RawValue = null | number | string | Buffer;

export interface RawRow {
  readonly rowid: number;
  /** In the order of the table's columns; null in the place of an INTEGER PRIMARY KEY. */
  readonly values: readonly RawValue[];
}

export const pageBytes = 4096;
const leafTablePage = 0x0d;
/** The first page begins with the file's own header. */
const fileHeaderBytes = 100;
const pageHeaderBytes = 8;

/** How much of a payload stands on its own page; the rest is in a chain of overflow pages. */
const largestLocal = pageBytes - 35;
const smallestLocal = Math.floor(((pageBytes - 12) * 32) / 255) - 23;
const overflowBytes = pageBytes - 4;

/** Big-endian base 128, up to nine bytes. @returns the number and the offset behind it */
function varint(bytes: Buffer, offset: number): readonly [number, number] {
  let value = 0n;
  for (let n = 0; n < 9; n += 1) {
    const byte = bytes.readUInt8(offset + n);
    if (n === 8) return [Number((value << 8n) | BigInt(byte)), offset + 9];
    value = (value << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) return [Number(value), offset + n + 1];
  }
  throw new RangeError('unreachable: nine bytes always end');
}

function payload(file: Buffer, cell: number, length: number): Buffer {
  if (length > file.length) throw new RangeError('longer than the file');
  if (length <= largestLocal) return file.subarray(cell, cell + length);
  const spread = smallestLocal + ((length - smallestLocal) % overflowBytes);
  const local = spread <= largestLocal ? spread : smallestLocal;
  const parts = [file.subarray(cell, cell + local)];
  let missing = length - local;
  let page = file.readUInt32BE(cell + local);
  while (missing > 0) {
    const start = (page - 1) * pageBytes;
    page = file.readUInt32BE(start);
    const part = file.subarray(start + 4, start + 4 + Math.min(missing, overflowBytes));
    if (part.length === 0) throw new RangeError('the chain leads out of the file');
    parts.push(part);
    missing -= part.length;
  }
  return Buffer.concat(parts);
}

const integerBytes = [0, 1, 2, 3, 4, 6, 8] as const;

/** A value by its serial type. @returns it and its length */
function value(record: Buffer, offset: number, type: number): readonly [RawValue, number] {
  if (type === 0) return [null, 0];
  if (type === 7) return [record.readDoubleBE(offset), 8];
  if (type === 8 || type === 9) return [type - 8, 0];
  if (type === 6) return [Number(record.readBigInt64BE(offset)), 8];
  if (type < 6) {
    const length = integerBytes[type] ?? 0;
    return [record.readIntBE(offset, length), length];
  }
  const length = Math.floor((type - 12) / 2);
  if (type < 12 || offset + length > record.length) throw new RangeError('no such value');
  const bytes = record.subarray(offset, offset + length);
  return [type % 2 === 0 ? bytes : bytes.toString('utf8'), length];
}

function record(bytes: Buffer): readonly RawValue[] {
  const [headerBytes, first] = varint(bytes, 0);
  const values: RawValue[] = [];
  let at = first;
  let body = headerBytes;
  while (at < headerBytes) {
    const [type, next] = varint(bytes, at);
    const [read, length] = value(bytes, body, type);
    values.push(read);
    at = next;
    body += length;
  }
  return values;
}

function cellRow(file: Buffer, cell: number): RawRow | null {
  try {
    const [length, afterLength] = varint(file, cell);
    const [rowid, afterRowid] = varint(file, afterLength);
    return { rowid, values: record(payload(file, afterRowid, length)) };
  } catch (error) {
    // Offsets that point out of the file are what damage looks like.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Rows of all tables, also deleted ones whose page was not used again. The caller tells whose they are by their values. */
export function* rawRows(file: Buffer): Generator<RawRow> {
  for (let page = 0; page + pageBytes <= file.length; page += pageBytes) {
    const header = page === 0 ? fileHeaderBytes : page;
    if (file[header] !== leafTablePage) continue;
    const cells = Math.min(file.readUInt16BE(header + 3), pageBytes / 4);
    for (let n = 0; n < cells; n += 1) {
      const pointer = header + pageHeaderBytes + n * 2;
      if (pointer + 2 > page + pageBytes) break;
      const offset = file.readUInt16BE(pointer);
      const row = offset < pageBytes ? cellRow(file, page + offset) : null;
      if (row !== null) yield row;
    }
  }
}
