/** Brings a database to this release's schema. The number of the last step taken is SQLite's own `user_version`. */
import type { Db } from '../sqlite/database.ts';
import { StoreError } from '../store-error.ts';

export interface Migration {
  /** 1, 2, 3 … without gaps; also the number in the file's name. */
  readonly version: number;
  readonly name: string;
  readonly up: (db: Db) => void;
}

export function schemaVersion(db: Db): number {
  return db.pragma('user_version', { simple: true }) as number;
}

/**
 * Takes the missing steps, each in one transaction together with its marker: a crash leaves a step taken or not taken.
 * @param until stops after this version; for tests of a single step
 * @returns how many steps were taken
 * @throws {StoreError} `future-version` where a newer release wrote the file; nothing is changed then
 */
export function migrate(db: Db, migrations: readonly Migration[], until = migrations.length): number {
  migrations.forEach(({ version, name }, index) => {
    if (version !== index + 1) throw new StoreError('logic', `migration ${name} stands at place ${index + 1}`);
  });
  const current = schemaVersion(db);
  if (current > migrations.length)
    throw new StoreError(
      'future-version',
      `the file has schema version ${current}; this release knows ${migrations.length}`,
    );
  const missing = migrations.slice(current, until);
  for (const { version, up } of missing) {
    db.transaction(() => {
      up(db);
      db.pragma(`user_version = ${version}`);
    }).immediate();
  }
  return missing.length;
}
