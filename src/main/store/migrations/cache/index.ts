import type { Migration } from '../migrate.ts';
import { conversations } from './0001-conversations.ts';
import { search } from './0002-search.ts';
import { longPrefixes } from './0003-long-prefixes.ts';
import { states } from './0004-states.ts';
import { callStatistics } from './0005-call-statistics.ts';
import { notes } from './0006-notes.ts';
import { heardNotes } from './0007-heard-notes.ts';

export const cacheMigrations: readonly Migration[] = [
  conversations,
  search,
  longPrefixes,
  states,
  callStatistics,
  notes,
  heardNotes,
];
