import { join } from 'node:path';
import { ok, type Result } from '#shared/result.ts';
import { readBytes } from '../../read-bytes.ts';
import { type Film, readFilm } from './film.ts';

/** A film that one call plays; others may play the same. */
export interface AcquiredFilm {
  readonly film: Film;
  release(): void;
}

/** Reads a WebM file; `path` is relative to `directory`. The detail of a failure continues "the file … ". */
export async function openFilm(directory: string, path: string): Promise<Result<Film>> {
  const bytes = await readBytes(join(directory, path));
  return bytes.ok ? readFilm(bytes.value) : bytes;
}

/** Films are large: one stays in memory as long as a call plays it, and is there once. */
export function createFilms(directory: string): { acquire(path: string): Promise<Result<AcquiredFilm>> } {
  const films = new Map<string, { readonly loading: Promise<Result<Film>>; users: number }>();
  return {
    acquire: async (path) => {
      const entry = films.get(path) ?? { loading: openFilm(directory, path), users: 0 };
      films.set(path, entry);
      entry.users++;
      let released = false;
      const release = (): void => {
        if (released) return;
        released = true;
        entry.users--;
        if (entry.users === 0 && films.get(path) === entry) films.delete(path);
      };
      try {
        const opened = await entry.loading;
        if (opened.ok) return ok({ film: opened.value, release });
        release();
        return opened;
      } catch (error) {
        release();
        throw error;
      }
    },
  };
}
