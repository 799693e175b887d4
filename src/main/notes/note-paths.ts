/** Where copies of notes stand: `YYYY/MM/<note id>.age` under the notes folder, months in UTC. */
import { posix } from 'node:path';
import { noteId } from '#shared/contracts/note.ts';

const lastInstant = Date.UTC(9999, 11, 31);

/** Windows gives these names to devices, with any extension: a file of that name would vanish. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Path relative to the notes folder, with `/`.
 * @param attempt above 0 where another file has that name already, such as one that differs only in case
 */
export function notePath(id: string, at: number, attempt = 0): string {
  const [year = '', month = ''] = new Date(Math.min(Math.max(at, 0), lastInstant)).toISOString().split('-');
  const stem = deviceName.test(id) ? `_${id}` : id;
  return posix.join(year, month, `${stem}${attempt === 0 ? '' : `~${attempt}`}.age`);
}

/** Neither `_` at the beginning nor `~` stands in an id. @returns null where the file is no copy of a note */
export function noteIdOfPath(path: string): string | null {
  const [, stem = ''] = /^_?([^~]+)(?:~\d+)?\.age$/.exec(posix.basename(path)) ?? [];
  return noteId.safeParse(stem).success ? stem : null;
}

/** What a crash in the middle of writing left. */
export const isUnfinished = (path: string): boolean => path.endsWith('.part');
