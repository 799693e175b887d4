import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { drawIcon, iconNames } from '../../../scripts/lib/icons/draw.mjs';
import { encodePng } from '../../../scripts/lib/icons/png.mjs';
import { trayStates } from '../../../src/main/platform/tray.ts';

describe('icons', () => {
  it('are there for everything that the tray shows', () => {
    expect([...iconNames].sort()).toEqual([...trayStates, 'badge'].sort());
  });

  it('differ for each state, at each size, also without colour', () => {
    for (const size of [16, 22, 44]) {
      const shapes = trayStates.map((state) => {
        const grey: string[] = [];
        const png = drawIcon(state, size);
        const data = png.subarray(png.indexOf('IDAT') + 4);
        const rows = inflateSync(data.subarray(0, data.indexOf('IEND')));
        for (let at = 0; at < rows.length; at += 1)
          if (at % (1 + size * 4) !== 0 && (at % (1 + size * 4)) % 4 === 0) grey.push(String(rows[at]));
        return grey.join() + rows.filter((_byte, index) => index % 4 === 1).join();
      });
      expect(new Set(shapes).size).toBe(trayStates.length);
    }
  });

  it('are PNGs', () => {
    const png = encodePng(2, (x, y) => [x * 255, y * 255, 7, 255]);
    expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
    expect(png.readUInt32BE(16)).toBe(2);
    const data = png.subarray(png.indexOf('IDAT') + 4);
    expect([...inflateSync(data.subarray(0, data.indexOf('IEND') - 8))]).toEqual([
      0, 0, 0, 7, 255, 255, 0, 7, 255, 0, 0, 255, 7, 255, 255, 255, 7, 255,
    ]);
  });
});
