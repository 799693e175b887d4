import { realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';

/** Longer than any file name that the build makes. */
const maxPathLength = 512;

/**
 * The file below `root` that an address' path names, or null where the path is not plainly one: it climbs out, hides a
 * separator in an escape, holds a control character, or is not valid percent-encoding. Decoded exactly once.
 * @param pathname `URL.pathname`, still percent-encoded
 */
export function assetPath(root: string, pathname: string): string | null {
  if (pathname.length > maxPathLength) return null;
  const decoded = decodeOnce(pathname);
  if (decoded === null || !decoded.startsWith('/')) return null;
  const parts = decoded.slice(1).split('/');
  if (parts.some((part) => !isPlainName(part))) return null;
  const file = resolve(root, ...parts);
  return isInside(root, file) ? file : null;
}

/** The same file with all symbolic links followed, or null where it does not exist or a link leads out of `root`. */
export function followInside(root: string, file: string): string | null {
  try {
    const [realRoot, realFile] = [realpathSync(root), realpathSync(file)];
    return isInside(realRoot, realFile) ? realFile : null;
  } catch {
    return null;
  }
}

/** True for what lies below `root`, false for `root` itself and for a neighbour whose name merely begins alike. */
export function isInside(root: string, file: string): boolean {
  const way = relative(root, file);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function decodeOnce(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}

/** Backslash and colon mean something to Windows (separator, drive, alternate stream); a `%` left over is a second encoding. */
function isPlainName(part: string): boolean {
  return part !== '' && part !== '.' && part !== '..' && /^[A-Za-z0-9._@-]+$/.test(part) && !part.endsWith('.');
}
