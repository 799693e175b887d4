import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawIcon, iconNames } from './draw.mjs';

/** Sides in pixels that the systems want: Windows and its taskbar mark 16, macOS 18, Linux 22. */
const sides = [16, 18, 22];

/**
 * Draws every icon of tray and taskbar, each in ordinary and in double resolution by the name that Electron looks for. Drawing one takes
 * 20 ms, in which the app could not tell that a call rings.
 *
 * @param {string} folder made where it is missing
 */
export async function writeIcons(folder) {
  await mkdir(folder, { recursive: true });
  for (const name of iconNames)
    for (const side of sides) {
      await writeFile(join(folder, `${name}-${side}.png`), drawIcon(name, side));
      await writeFile(join(folder, `${name}-${side}@2x.png`), drawIcon(name, side * 2));
    }
}
