/** Where a recording's files stand: `YYYY/MM/<recording id>.webm` under the recordings folder, months in UTC. */
import { isAbsolute, posix, relative, resolve, sep } from 'node:path';
import { recordingId } from '#shared/contracts/identifiers.ts';

const lastInstant = Date.UTC(9999, 11, 31);

/** Windows gives these names to devices, with any extension: a file of that name would vanish. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** @returns a name that means a file on every system */
const stemOfId = (id: string): string => (deviceName.test(id) ? `_${id}` : id);

/**
 * Path relative to the recordings folder, with `/`.
 * @param attempt above 0 where another file has that name already, such as one that differs only in case
 */
export const recordingPath = (id: string, startedAt: number, attempt = 0): string =>
  monthPath(id, startedAt, attempt, 'webm');

/** `YYYY/MM/<id>.<extension>` */
export function monthPath(id: string, at: number, attempt: number, extension: string): string {
  const [year = '', month = ''] = new Date(Math.min(Math.max(at, 0), lastInstant)).toISOString().split('-');
  return posix.join(year, month, `${stemOfId(id)}${attempt === 0 ? '' : `~${attempt}`}.${extension}`);
}

/** The id that a file without a row is indexed under; null where its name is no id. */
export function idOfPath(path: string): string | null {
  const stem = posix.basename(path, '.webm').replace(/^_/, '').replaceAll('~', '-');
  return recordingId.safeParse(stem).success ? stem : null;
}

/** `<call id>-2` belongs to the call `<call id>`, unless that is a call's own id: the caller looks first. */
export const callIdOf = (id: string): string => id.replace(/-\d{1,3}$/, '');

/** @returns the absolute path; null where it would lead out of `base` */
export function insideOf(base: string, path: string): string | null {
  const root = resolve(base);
  const full = resolve(root, path);
  const way = relative(root, full);
  const leaves = way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
  return leaves ? null : full;
}

export const peaksPathOf = (path: string): string => path.replace(/\.webm$/, '.peaks');
