import type { KeptTranscripts } from '../cache-store.ts';
import type { Db } from '../sqlite/database.ts';
import { emptyChangeLog, settle } from './change-log.ts';
import { silenceNotes } from './notes.ts';
import { forgetPosition, keepsTranscripts, setKeepsTranscripts } from './position.ts';

/** See `CacheStore.keepTranscripts`. One transaction. */
export function keepTranscripts(db: Db, wanted: boolean): KeptTranscripts {
  return db
    .transaction(() => {
      const log = emptyChangeLog();
      const isNew = keepsTranscripts(db) !== wanted;
      setKeepsTranscripts(db, wanted);
      if (isNew && wanted) forgetPosition(db);
      if (isNew && !wanted)
        for (const { id, contactId } of silenceNotes(db)) {
          log.contacts.add(contactId);
          log.notes.add(id);
        }
      return { changes: settle(db, log), isMissing: isNew && wanted };
    })
    .immediate();
}
