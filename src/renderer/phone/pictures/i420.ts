/** Pictures as planes Y, U and V one after the other without padding (I420): what every decoder makes and every painter takes. Sides are even throughout. */

export interface I420 {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

interface Plane {
  readonly offset: number;
  readonly width: number;
  readonly height: number;
}

export const i420Size = (width: number, height: number): number => (width * height * 3) / 2;

export function planesOf(width: number, height: number): readonly [Plane, Plane, Plane] {
  const area = width * height;
  const half = { width: width / 2, height: height / 2 };
  return [
    { offset: 0, width, height },
    { offset: area, ...half },
    { offset: area + area / 4, ...half },
  ];
}

/** @param data a plane Y and a plane with U and V in turn, without padding */
export function fromNv12(width: number, height: number, data: Uint8Array): I420 {
  const area = width * height;
  const quarter = area / 4;
  const planar = new Uint8Array(i420Size(width, height));
  planar.set(data.subarray(0, area));
  for (let at = 0; at < quarter; at += 1) {
    planar[area + at] = data[area + 2 * at] ?? 0;
    planar[area + quarter + at] = data[area + 2 * at + 1] ?? 0;
  }
  return { width, height, data: planar };
}

/** ITU-R BT.601 with the narrow range, as cameras and codecs have it. @param rgba rows without padding */
export function fromRgba(width: number, height: number, rgba: Uint8ClampedArray): I420 {
  const [, u, v] = planesOf(width, height);
  const data = new Uint8Array(i420Size(width, height));
  const at = (x: number, y: number, channel: number): number => rgba[(y * width + x) * 4 + channel] ?? 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const luma = 66 * at(x, y, 0) + 129 * at(x, y, 1) + 25 * at(x, y, 2);
      data[y * width + x] = 16 + ((luma + 128) >> 8);
      if (x % 2 === 1 || y % 2 === 1) continue;
      // One pixel stands for the four: a preview shows no difference.
      const [red, green, blue] = [at(x, y, 0), at(x, y, 1), at(x, y, 2)];
      const chroma = (y / 2) * u.width + x / 2;
      data[u.offset + chroma] = 128 + ((-38 * red - 74 * green + 112 * blue + 128) >> 8);
      data[v.offset + chroma] = 128 + ((112 * red - 94 * green - 18 * blue + 128) >> 8);
    }
  }
  return { width, height, data };
}

/** Half as wide and half as high, each pixel the mean of four; again and again until it is no wider than `limit`. */
export function shrink(picture: I420, limit: number): I420 {
  let shrunk = picture;
  while (shrunk.width > limit && shrunk.width >= 4 && shrunk.height >= 4) shrunk = halve(shrunk);
  return shrunk;
}

function halve({ width, height, data }: I420): I420 {
  // Even again, whatever is left of the last row or column.
  const next = { width: (width >> 2) * 2, height: (height >> 2) * 2 };
  const halved = new Uint8Array(i420Size(next.width, next.height));
  const from = planesOf(width, height);
  for (const [index, to] of planesOf(next.width, next.height).entries()) {
    const source = from[index];
    if (source === undefined) continue;
    for (let y = 0; y < to.height; y += 1) {
      for (let x = 0; x < to.width; x += 1) {
        const at = source.offset + 2 * y * source.width + 2 * x;
        const upper = (data[at] ?? 0) + (data[at + 1] ?? 0);
        const lower = (data[at + source.width] ?? 0) + (data[at + source.width + 1] ?? 0);
        halved[to.offset + y * to.width + x] = (upper + lower + 2) >> 2;
      }
    }
  }
  return { ...next, data: halved };
}

/** @param degrees clockwise; what is no multiple of 90 counts as the one below */
export function rotate(picture: I420, degrees: number): I420 {
  const turns = (((Math.floor(degrees / 90) % 4) + 4) % 4) as 0 | 1 | 2 | 3;
  if (turns === 0) return picture;
  const { width, height, data } = picture;
  const next = turns === 2 ? { width, height } : { width: height, height: width };
  const rotated = new Uint8Array(data.length);
  const from = planesOf(width, height);
  for (const [index, to] of planesOf(next.width, next.height).entries()) {
    const source = from[index];
    if (source === undefined) continue;
    for (let y = 0; y < to.height; y += 1) {
      for (let x = 0; x < to.width; x += 1) {
        const [fromX, fromY] =
          turns === 1
            ? [y, source.height - 1 - x]
            : turns === 2
              ? [source.width - 1 - x, source.height - 1 - y]
              : [source.width - 1 - y, x];
        rotated[to.offset + y * to.width + x] = data[source.offset + fromY * source.width + fromX] ?? 0;
      }
    }
  }
  return { ...next, data: rotated };
}
