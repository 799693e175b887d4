import { crc32, deflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * A square PNG (ISO/IEC 15948), 8 bits a channel with alpha.
 *
 * @param {number} size side in pixels
 * @param {(x: number, y: number) => readonly number[]} colourAt red, green, blue, alpha, each 0…255, alpha not multiplied in; asked for every pixel, row by row
 */
export function encodePng(size, colourAt) {
  const rowLength = 1 + size * 4;
  const rows = Buffer.alloc(size * rowLength);
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) rows.set(colourAt(x, y), y * rowLength + 1 + x * 4);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // 8 bits, colour with alpha; the other three bytes stay 0: deflate, adaptive filter, not interlaced.
  header.set([8, 6], 8);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
