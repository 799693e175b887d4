import type { WorkspaceState } from '#shared/contracts/agent.ts';
import type { CacheStore } from '../cache-store.ts';
import type { StoreService } from '../sqlite/service.ts';
import { StoreError } from '../store-error.ts';
import type { StoreHealth } from '../store-health.ts';
import { applyEvents } from './apply-events.ts';
import { closeCacheFile, openCacheFile, rebuildCacheFile } from './cache-file.ts';
import { callStatistics } from './call-statistics.ts';
import { contact, contactByPhone } from './contacts.ts';
import { conversations, inboxPage } from './conversations.ts';
import { dropLocalNote, markHeard, markPlayed, markRead, putLocal } from './local-changes.ts';
import { counters } from './marks.ts';
import { note, noteStandings, playedIsTold, unheardNotes, untoldNotes } from './notes.ts';
import { position, setWorkspaceKey, workspace, workspaceKey } from './position.ts';
import { search } from './search.ts';
import { createShadow, dropShadow, emptyCache, fillShadow, finishShadow, type Shadow } from './snapshot.ts';
import { statesByKey, statesOf } from './states.ts';
import { timelinePage } from './timeline.ts';
import { keepTranscripts } from './transcripts.ts';

interface Building {
  readonly shadow: Shadow;
  readonly epoch: string;
  readonly workspace: WorkspaceState;
}

/**
 * The cache as its thread sees it: opens the file at `path` and answers synchronously.
 * @param now names damaged files
 * @throws what {@link classify} tells apart, where the file can neither be opened nor replaced
 */
export function createCacheService(
  path: string,
  now: () => number,
  report: (health: StoreHealth) => void,
): StoreService<CacheStore> {
  const file = openCacheFile(path, now(), report);
  let building: Building | null = null;
  let trusted = !file.unclean;

  const abort = (): void => {
    if (building !== null) dropShadow(building.shadow);
    building = null;
  };

  /** Whatever goes wrong, an unfinished snapshot is dropped: the gateway sends it again from the beginning. */
  const withBuilding = <T>(operation: (current: Building) => T): T => {
    const current = building;
    if (current === null) throw new StoreError('invalid', 'no snapshot has begun');
    try {
      return operation(current);
    } catch (error) {
      abort();
      throw error;
    }
  };

  return {
    unclean: file.unclean,
    usable: () => file.db.open,
    heal: (cause) => {
      report(rebuildCacheFile(file, now(), cause));
      trusted = true;
    },
    checked: () => {
      trusted = true;
    },
    close: () => {
      abort();
      closeCacheFile(file, trusted);
    },
    handlers: {
      bind: (key) => {
        const before = workspaceKey(file.db);
        if (before === key) return 'kept';
        if (before === null) {
          setWorkspaceKey(file.db, key);
          return 'kept';
        }
        abort();
        emptyCache(file, key);
        return 'emptied';
      },
      keepTranscripts: (wanted) => {
        const kept = keepTranscripts(file.db, wanted);
        // One that is under way was begun under the other rule.
        if (kept.isMissing || kept.changes.timeline.length > 0) abort();
        return kept;
      },
      position: () => position(file.db),
      workspace: () => workspace(file.db),
      counters: () => counters(file.db),
      beginSnapshot: (epoch, state) => {
        abort();
        building = { shadow: createShadow(file), epoch, workspace: state };
        return null;
      },
      addSnapshotPart: (part) =>
        withBuilding(({ shadow }) => {
          fillShadow(shadow, part);
          return null;
        }),
      endSnapshot: (cursor) =>
        withBuilding((current) => {
          building = null;
          finishShadow(file, current.shadow, { epoch: current.epoch, cursor }, current.workspace);
          trusted = true;
          return counters(file.db);
        }),
      abortSnapshot: () => {
        abort();
        return null;
      },
      applyEvents: (epoch, events) => applyEvents(file.db, epoch, events),
      putLocal: (changes) => putLocal(file.db, changes),
      markRead: (contactId, upTo) => markRead(file.db, contactId, upTo),
      note: (id) => note(file.db, id),
      noteStandings: (ids) => noteStandings(file.db, ids),
      markPlayed: (id, at, by) => markPlayed(file.db, id, at, by),
      untoldPlayed: () => untoldNotes(file.db).map(({ id }) => id),
      playedIsTold: (id) => {
        playedIsTold(file.db, id);
        return null;
      },
      unheard: ({ since, without }) => unheardNotes(file.db, since, without),
      markHeard: (id, transcript) => markHeard(file.db, id, transcript),
      dropLocalNote: (id) => dropLocalNote(file.db, id),
      inboxPage: (query) => inboxPage(file.db, query),
      conversations: (ids) => conversations(file.db, ids),
      contact: (id) => contact(file.db, id),
      statesByKey: (keys) => statesByKey(file.db, keys),
      callStatistics: (days) => callStatistics(file.db, days),
      statesOf: (kind) => statesOf(file.db, kind),
      contactByPhone: (number) => contactByPhone(file.db, number),
      timelinePage: (query) => timelinePage(file.db, query),
      search: (query) => search(file.db, query),
    },
  };
}
