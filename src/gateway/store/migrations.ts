/**
 * Steps from one shape of `gateway.sqlite` to the next; step n leads to `user_version` n + 1. A step that has shipped is never changed.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE events (
    cursor INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;

  CREATE TABLE contacts (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    phone TEXT,
    service_window_until INTEGER
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    cursor INTEGER NOT NULL,
    contact_id TEXT NOT NULL REFERENCES contacts (id),
    direction TEXT NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL,
    status TEXT NOT NULL
  ) STRICT;
  CREATE INDEX messages_by_cursor ON messages (cursor);
  CREATE INDEX messages_on_their_way ON messages (cursor) WHERE status = 'sending';

  CREATE TABLE contact_events (
    id TEXT PRIMARY KEY,
    cursor INTEGER NOT NULL,
    contact_id TEXT NOT NULL REFERENCES contacts (id),
    type TEXT NOT NULL,
    at INTEGER NOT NULL,
    call_id TEXT,
    kind TEXT,
    duration_ms INTEGER,
    agent TEXT
  ) STRICT;
  CREATE INDEX contact_events_by_cursor ON contact_events (cursor);

  CREATE TABLE reads (contact_id TEXT PRIMARY KEY, up_to INTEGER NOT NULL, agent_id TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE scenario_steps (run_id TEXT NOT NULL, step INTEGER NOT NULL, PRIMARY KEY (run_id, step)) STRICT, WITHOUT ROWID;

  CREATE TABLE open_calls (
    call_id TEXT PRIMARY KEY,
    contact_id TEXT NOT NULL,
    direction TEXT NOT NULL,
    kind TEXT NOT NULL,
    answered_at INTEGER,
    agent TEXT
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE states (key TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE calling_facts (
    contact_id TEXT NOT NULL,
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (contact_id, key)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE charged_calls (call_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE follow_up_calls (call_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

  CREATE TABLE follow_up_contacts (contact_id TEXT PRIMARY KEY, newest TEXT, talked_at INTEGER) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE charged_seconds (
    month TEXT NOT NULL,
    country TEXT NOT NULL,
    seconds INTEGER NOT NULL,
    PRIMARY KEY (month, country)
  ) STRICT, WITHOUT ROWID;

  ALTER TABLE open_calls ADD COLUMN seen_at INTEGER;
  `,
  // A note itself is a state; here stands what it is looked for by.
  `
  CREATE TABLE notes (
    id TEXT PRIMARY KEY,
    contact_id TEXT NOT NULL,
    call_id TEXT NOT NULL,
    direction TEXT NOT NULL,
    at INTEGER NOT NULL,
    status TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX notes_of_contacts ON notes (contact_id, at);
  CREATE INDEX notes_under_way ON notes (at) WHERE direction = 'out' AND status IN ('sending', 'sent', 'delivered');

  CREATE INDEX contact_events_of_contacts ON contact_events (contact_id, at);
  `,
];
