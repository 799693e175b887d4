import type { StateEvent } from '#shared/contracts/agent.ts';
import type { FollowUp } from '#shared/contracts/follow-up.ts';
import type { FollowUpRow } from '#shared/contracts/ui-replies.ts';
import { ok, type Result } from '#shared/result.ts';
import type { CacheStore } from '../store/cache-store.ts';

export interface FollowUpsOptions {
  readonly cache: Pick<CacheStore, 'statesOf' | 'conversations'>;
  /** Open ones, whenever their number may be another. */
  readonly counted: (open: number) => void;
  readonly changed: (rows: readonly FollowUpRow[]) => void;
  /** By the gateway's clock, by which they were done. */
  readonly now: () => Promise<number>;
}

/** Done ones are shown this long. */
const doneShownMs = 7 * 24 * 60 * 60 * 1000;

/** What an older version put into the cache has no note. */
const followUpsIn = (states: readonly StateEvent[]): readonly FollowUp[] =>
  states.flatMap((state) =>
    state.type === 'follow-up' ? [{ ...state.followUp, note: state.followUp.note ?? null }] : [],
  );

/** What the team has to call back, as the cache has it. */
export function createFollowUps({ cache, counted, changed, now }: FollowUpsOptions) {
  async function withNames(followUps: readonly FollowUp[]): Promise<Result<readonly FollowUpRow[]>> {
    const ids = [...new Set(followUps.map(({ contactId }) => contactId))];
    const found = await cache.conversations(ids);
    if (!found.ok) return found;
    const contacts = new Map(found.value.map((row) => [row.contactId, row]));
    return ok(
      followUps.map((followUp) => {
        const contact = contacts.get(followUp.contactId);
        return { ...followUp, name: contact?.name ?? followUp.contactId, phone: contact?.phone ?? null };
      }),
    );
  }

  async function count(): Promise<void> {
    const states = await cache.statesOf('follow-up');
    if (states.ok) counted(followUpsIn(states.value).filter(({ done }) => done === null).length);
  }

  return {
    count,
    list: async (): Promise<Result<readonly FollowUpRow[]>> => {
      const states = await cache.statesOf('follow-up');
      if (!states.ok) return states;
      const oldest = (await now()) - doneShownMs;
      return withNames(followUpsIn(states.value).filter(({ done }) => done === null || done.at >= oldest));
    },
    /** The gateway told some anew. */
    told: async (states: readonly StateEvent[]): Promise<void> => {
      const followUps = followUpsIn(states);
      if (followUps.length === 0) return;
      await count();
      const rows = await withNames(followUps);
      if (rows.ok) changed(rows.value);
    },
  };
}

export type FollowUps = ReturnType<typeof createFollowUps>;
