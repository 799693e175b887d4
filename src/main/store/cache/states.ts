import type { StateEvent } from '#shared/contracts/agent.ts';
import { contactOfState, stateKeyOf } from '#shared/domain/state-key.ts';
import type { Db } from '../sqlite/database.ts';
import { prepared } from '../sqlite/statements.ts';

/** Notes are lines of conversations and stand in a table of their own. */
export function putState(db: Db, event: Exclude<StateEvent, { type: 'note' }>): void {
  prepared<[string, string | null, string]>(
    db,
    `INSERT INTO states (key, contact_id, body) VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET contact_id = excluded.contact_id, body = excluded.body`,
  ).run(stateKeyOf(event), contactOfState(event), JSON.stringify(event));
}

const parsed = ({ body }: { readonly body: string }): StateEvent => JSON.parse(body) as StateEvent;

/** In the order of the keys; unknown ones are left out. @param keys by `stateKeyOf` */
export function statesByKey(db: Db, keys: readonly string[]): readonly StateEvent[] {
  return prepared<[string], { readonly body: string }>(
    db,
    'SELECT body FROM states WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key',
  )
    .all(JSON.stringify(keys))
    .map(parsed);
}

/** Every one of a kind that comes once a contact or follow-up. */
export function statesOf(db: Db, kind: StateEvent['type']): readonly StateEvent[] {
  // '0' follows '/': all keys that begin with the kind and a slash.
  return prepared<[string, string], { readonly body: string }>(
    db,
    'SELECT body FROM states WHERE key >= ? AND key < ? ORDER BY key',
  )
    .all(`${kind}/`, `${kind}0`)
    .map(parsed);
}
