import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { callStatistics } from '../../../../src/main/store/cache/call-statistics.ts';
import { cacheMigrations } from '../../../../src/main/store/migrations/cache/index.ts';
import { migrate } from '../../../../src/main/store/migrations/migrate.ts';

it('cache 0005 counts the calls that were there before', () => {
  const db = new Database(':memory:');
  migrate(db, cacheMigrations, 4);
  db.exec(`INSERT INTO contacts (id, name, digits, confirmed) VALUES ('anna', 'Anna', '', 1);
    INSERT INTO contact_events (id, contact_id, type, at, agent, confirmed)
    VALUES ('a', 'anna', 'answered-call', 1000, 'Carla', 1), ('b', 'anna', 'missed-call', 2000, NULL, 1)`);
  migrate(db, cacheMigrations, 5);
  expect(callStatistics(db, [0, 900_000]).tallies).toEqual([
    { answered: 1, missed: 1, outOfHours: 0, refused: 0, byAgent: [{ agent: 'Carla', answered: 1 }] },
  ]);
});
