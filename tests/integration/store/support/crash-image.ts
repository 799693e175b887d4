import { copyFileSync, existsSync } from 'node:fs';

/** What a kill at this instant would leave: the files as they are while the store still has them open. */
export function crashImage(from: string, to: string): void {
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(from + suffix)) copyFileSync(from + suffix, to + suffix);
}
