/** Where copies of notes stand: `YYYY/MM/<note id>.age` under the notes folder, months in UTC. */
import { posix } from 'node:path';
import { noteId } from '#shared/contracts/note.ts';
import { monthPath } from '../recordings/recording-paths.ts';

/**
 * Path relative to the notes folder, with `/`.
 * @param attempt above 0 where another file has that name already, such as one that differs only in case
 */
export const copyPath = (id: string, at: number, attempt = 0): string => monthPath(id, at, attempt, 'age');

/** Neither `_` at the beginning nor `~` stands in an id. @returns null where the file is no copy of a note */
export function noteIdOfPath(path: string): string | null {
  const [, stem = ''] = /^_?([^~]+)(?:~\d+)?\.age$/.exec(posix.basename(path)) ?? [];
  return noteId.safeParse(stem).success ? stem : null;
}

/** What a crash in the middle of writing left. */
export const isUnfinished = (path: string): boolean => path.endsWith('.part');
