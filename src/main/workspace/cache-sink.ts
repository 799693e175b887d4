import type { GatewayEvent, WorkspaceState } from '#shared/contracts/agent.ts';
import type { ContactEvent } from '#shared/contracts/records.ts';
import { fail, ok } from '#shared/result.ts';
import type { GatewaySink } from '../gateway-link/sink.ts';
import type { CacheChanges, CacheCounters, CacheStore } from '../store/cache-store.ts';

export interface CacheSinkOptions {
  readonly cache: CacheStore;
  readonly changed: (changes: CacheChanges) => void;
  /** The cache was replaced as a whole: every page must be asked for again. */
  readonly replaced: (counters: CacheCounters, workspace: WorkspaceState | null) => void;
  /** Each event, once and in order, after the cache has it. */
  readonly happened: (event: GatewayEvent) => void;
  /** The missed calls of a snapshot, once it counts: they happened while nobody here listened. */
  readonly found: (events: readonly ContactEvent[]) => void;
}

/** Brings what the gateway tells into the cache, and then to everybody who wants to know. */
export function createCacheSink({ cache, changed, replaced, happened, found }: CacheSinkOptions): GatewaySink {
  let missed: ContactEvent[] = [];
  return {
    position: () => cache.position(),
    beginSnapshot: (epoch, workspace) => {
      missed = [];
      return cache.beginSnapshot(epoch, workspace);
    },
    addSnapshotPart: (part) => {
      missed.push(...part.events.filter(({ type }) => type === 'missed-call'));
      return cache.addSnapshotPart(part);
    },
    abortSnapshot: () => cache.abortSnapshot(),
    endSnapshot: async (cursor) => {
      const counters = await cache.endSnapshot(cursor);
      if (!counters.ok) return counters;
      const workspace = await cache.workspace();
      replaced(counters.value, workspace.ok ? workspace.value : null);
      found(missed);
      missed = [];
      return ok(null);
    },
    applyEvents: async (epoch, events) => {
      const outcome = await cache.applyEvents(epoch, events);
      if (!outcome.ok) return fail(outcome.error.code, outcome.error.detail);
      if (!outcome.value.applied) return ok({ applied: false, reason: outcome.value.reason });
      changed(outcome.value.changes);
      for (const { event } of events) happened(event);
      return ok({ applied: true });
    },
  };
}
