import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { cacheMigrations } from '../../../../src/main/store/migrations/cache/index.ts';
import { ledgerMigrations } from '../../../../src/main/store/migrations/ledger/index.ts';
import { type Migration, migrate, schemaVersion } from '../../../../src/main/store/migrations/migrate.ts';
import { StoreError } from '../../../../src/main/store/store-error.ts';

const table = (version: number): Migration => ({
  version,
  name: `step-${version}`,
  up: (db) => db.exec(`CREATE TABLE t${version} (a INTEGER) STRICT`),
});

const tables = (db: Database.Database): unknown[] =>
  db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all();

describe('migrate', () => {
  it.each([
    ['cache', cacheMigrations],
    ['ledger', ledgerMigrations],
  ])('the %s numbers its steps without gaps, and taking them again does nothing', (_name, migrations) => {
    const db = new Database(':memory:');
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
    expect(migrate(db, migrations)).toBe(migrations.length);
    expect(schemaVersion(db)).toBe(migrations.length);
    expect(migrate(db, migrations)).toBe(0);
  });

  it('refuses steps out of order before it takes any', () => {
    const db = new Database(':memory:');
    expect(() => migrate(db, [table(1), table(3)])).toThrow(/step-3 stands at place 2/);
    expect(tables(db)).toEqual([]);
  });

  it('takes a failing step not at all, the ones before it whole', () => {
    const db = new Database(':memory:');
    const broken: Migration = {
      version: 2,
      name: 'broken',
      up: (target) => {
        target.exec('CREATE TABLE half (a INTEGER) STRICT');
        throw new Error('power is gone');
      },
    };
    expect(() => migrate(db, [table(1), broken])).toThrow('power is gone');
    expect(schemaVersion(db)).toBe(1);
    expect(tables(db)).toEqual(['t1']);
    expect(migrate(db, [table(1), table(2)])).toBe(1);
    expect(tables(db)).toEqual(['t1', 't2']);
  });

  it('refuses a file of a newer release and leaves it as it is', () => {
    const db = new Database(':memory:');
    migrate(db, [table(1), table(2)]);
    const refusal = (): unknown => {
      try {
        return migrate(db, [table(1)]);
      } catch (error) {
        return error;
      }
    };
    expect(refusal()).toBeInstanceOf(StoreError);
    expect(refusal()).toMatchObject({ fault: 'future-version' });
    expect(schemaVersion(db)).toBe(2);
  });
});
