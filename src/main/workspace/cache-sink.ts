import type { GatewayEvent, WorkspaceState } from '#shared/contracts/agent.ts';
import type { ContactEvent } from '#shared/contracts/records.ts';
import { isMissedType } from '#shared/domain/missed.ts';
import { fail, ok } from '#shared/result.ts';
import type { GatewaySink } from '../gateway-link/sink.ts';
import type { CacheChanges, CacheCounters, CacheStore } from '../store/cache-store.ts';

export interface CacheSinkOptions {
  readonly cache: Pick<
    CacheStore,
    'position' | 'workspace' | 'beginSnapshot' | 'addSnapshotPart' | 'endSnapshot' | 'abortSnapshot' | 'applyEvents'
  >;
  /** A snapshot begins: the workspace's facts are known, which calls need, long before the conversations are here. */
  readonly opened: (workspace: WorkspaceState) => void;
  readonly changed: (changes: CacheChanges) => void;
  /** The cache was replaced as a whole: every page must be asked for again. */
  readonly replaced: (counters: CacheCounters, workspace: WorkspaceState | null) => void;
  /** The events of one message, each once and in order, after the cache has them. */
  readonly happened: (events: readonly GatewayEvent[]) => void;
  /** The newest missed calls of a snapshot, once it counts: they happened while nobody here listened. */
  readonly found: (events: readonly ContactEvent[]) => void;
}

/** A snapshot may hold a year of them; more than these nobody goes through. */
const mostMissed = 1000;

const newest = (events: readonly ContactEvent[]): ContactEvent[] =>
  events.toSorted((a, b) => b.at - a.at).slice(0, mostMissed);

/** Brings what the gateway tells into the cache, and then to everybody who wants to know. */
export function createCacheSink({ cache, opened, changed, replaced, happened, found }: CacheSinkOptions): GatewaySink {
  let missed: ContactEvent[] = [];
  return {
    position: () => cache.position(),
    beginSnapshot: (epoch, workspace) => {
      missed = [];
      opened(workspace);
      return cache.beginSnapshot(epoch, workspace);
    },
    addSnapshotPart: (part) => {
      missed.push(...part.events.filter(({ type }) => isMissedType(type)));
      if (missed.length > mostMissed * 2) missed = newest(missed);
      return cache.addSnapshotPart(part);
    },
    abortSnapshot: () => {
      missed = [];
      return cache.abortSnapshot();
    },
    endSnapshot: async (cursor) => {
      const counters = await cache.endSnapshot(cursor);
      if (!counters.ok) return counters;
      const workspace = await cache.workspace();
      replaced(counters.value, workspace.ok ? workspace.value : null);
      found(newest(missed));
      missed = [];
      return ok(null);
    },
    applyEvents: async (epoch, events) => {
      const outcome = await cache.applyEvents(epoch, events);
      if (!outcome.ok) return fail(outcome.error.code, outcome.error.detail);
      if (!outcome.value.applied) return ok({ applied: false, reason: outcome.value.reason });
      changed(outcome.value.changes);
      happened(events.map(({ event }) => event));
      return ok({ applied: true });
    },
  };
}
