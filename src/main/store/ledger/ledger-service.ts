import type { LedgerStore } from '../ledger-store.ts';
import type { StoreService } from '../sqlite/service.ts';
import type { StoreHealth } from '../store-health.ts';
import { auditAppend, auditPage, auditVerify } from './audit.ts';
import { call, callsPage, chargeCall, knownContacts } from './calls.ts';
import { acknowledgeContactEvents, addContactEvent, pendingContactEvents } from './contact-events.ts';
import { alive, closeInterrupted, openCall, updateCall } from './journal.ts';
import { latestFacts } from './latest-facts.ts';
import { closeLedgerFile, openLedgerFile, salvageLedgerFile } from './ledger-file.ts';
import { noteAttempt, noteKeep, noteKept, noteMove, notesIn, notesUnsent } from './note-outbox.ts';
import { outboxAdd, outboxDone, outboxFail, outboxIn } from './outbox.ts';
import * as recordings from './recordings.ts';
import { bindWorkspace } from './workspace.ts';

const done = (operation: () => void): null => {
  operation();
  return null;
};

/**
 * The ledger as its thread sees it: opens the file at `path` and answers synchronously.
 * @param now names damaged files
 * @throws what `classify` tells apart, where the file can neither be opened nor salvaged
 */
export function createLedgerService(
  path: string,
  now: () => number,
  report: (health: StoreHealth) => void,
): StoreService<LedgerStore> {
  const file = openLedgerFile(path, now(), report);
  let trusted = !file.unclean;
  return {
    unclean: file.unclean,
    usable: () => file.db.open,
    heal: (cause) => {
      report(salvageLedgerFile(file, now(), cause));
      trusted = true;
    },
    checked: () => {
      trusted = true;
    },
    close: () => closeLedgerFile(file, trusted),
    handlers: {
      bind: (key) => done(() => bindWorkspace(file.db, key)),
      openCall: (value) => openCall(file.db, value),
      updateCall: (id, patch, event) => updateCall(file.db, id, patch, event),
      chargeCall: (id, cost) => chargeCall(file.db, id, cost),
      call: (id) => call(file.db, id),
      callsPage: (query) => callsPage(file.db, query),
      alive: (at) => done(() => alive(file.db, at)),
      closeInterrupted: (at, mode) => closeInterrupted(file.db, at, mode),
      knownContacts: (query) => knownContacts(file.db, query),
      addContactEvent: (event) => done(() => addContactEvent(file.db, event)),
      pendingContactEvents: (query) => pendingContactEvents(file.db, query),
      latestFacts: (limit) => latestFacts(file.db, limit),
      acknowledgeContactEvents: (ids) => done(() => acknowledgeContactEvents(file.db, ids)),
      outboxAdd: (message) => outboxAdd(file.db, message),
      outboxIn: (state) => outboxIn(file.db, state),
      outboxDone: (id) => done(() => outboxDone(file.db, id)),
      outboxFail: (id, error, final) => done(() => outboxFail(file.db, id, error, final)),
      recordingsRoot: (root) => done(() => recordings.recordingsRoot(file.db, root)),
      noteKeep: (note) => done(() => noteKeep(file.db, note)),
      noteKept: (id) => noteKept(file.db, id),
      noteMove: (id, change) => noteMove(file.db, id, change),
      noteAttempt: (id, error) => done(() => noteAttempt(file.db, id, error)),
      notesIn: (state) => notesIn(file.db, state),
      notesUnsent: () => notesUnsent(file.db),
      nextRecordingId: (callId) => recordings.nextRecordingId(file.db, callId),
      recordingBegin: (recording) => recordings.recordingBegin(file.db, recording),
      recordingProgress: (id, bytes) => done(() => recordings.recordingProgress(file.db, id, bytes)),
      recordingClosing: (id, as) => done(() => recordings.recordingClosing(file.db, id, as)),
      recordingFinish: (id, patch) => recordings.recordingFinish(file.db, id, patch),
      recordingAdopt: (recording, patch) => recordings.recordingAdopt(file.db, recording, patch),
      recordingsByState: (state) => recordings.recordingsByState(file.db, state),
      recordingsPage: (query) => recordings.recordingsPage(file.db, query),
      recording: (id) => recordings.recording(file.db, id),
      recordingPathsKnown: (paths) => recordings.recordingPathsKnown(file.db, paths),
      auditAppend: (entry) => auditAppend(file.db, entry),
      auditPage: (query) => auditPage(file.db, query),
      auditVerify: (heads) => auditVerify(file.db, heads),
    },
  };
}
