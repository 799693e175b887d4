import type { Migration } from '../migrate.ts';

/** What a call of the business was charged, once the gateway tells it: exact decimal, currency, seconds. */
export const cost: Migration = {
  version: 6,
  name: 'cost',
  up: (db) => {
    db.exec(`
      ALTER TABLE calls ADD COLUMN cost TEXT;
      ALTER TABLE calls ADD COLUMN cost_currency TEXT;
      ALTER TABLE calls ADD COLUMN charged_seconds INTEGER;
    `);
  },
};
