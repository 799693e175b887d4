import type { Migration } from '../migrate.ts';
import { journal } from './0001-journal.ts';
import { recordings } from './0002-recordings.ts';
import { outbox } from './0003-outbox.ts';
import { audit } from './0004-audit.ts';
import { workspace } from './0005-workspace.ts';
import { cost } from './0006-cost.ts';
import { recordingRoot } from './0007-recording-root.ts';
import { callsOfAWorkspace } from './0008-calls-of-a-workspace.ts';
import { noteOutbox } from './0009-note-outbox.ts';
import { recordingsOfAWorkspace } from './0010-recordings-of-a-workspace.ts';
import { outboxUnsent } from './0011-outbox-unsent.ts';

export const ledgerMigrations: readonly Migration[] = [
  journal,
  recordings,
  outbox,
  audit,
  workspace,
  cost,
  recordingRoot,
  callsOfAWorkspace,
  noteOutbox,
  recordingsOfAWorkspace,
  outboxUnsent,
];
