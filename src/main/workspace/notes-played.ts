import type { AgentCommand } from '#shared/contracts/agent.ts';
import type { Result } from '#shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import type { CacheChanges, CacheStore } from '../store/cache-store.ts';
import { createCourier, judgeRefusal, type Round } from './courier.ts';

export interface NotesPlayedOptions {
  readonly cache: Pick<CacheStore, 'markPlayed' | 'untoldPlayed' | 'playedIsTold'>;
  readonly command: (command: AgentCommand) => Promise<Result<null>>;
  readonly changed: (changes: CacheChanges) => void;
  /** Name of whoever plays here. */
  readonly agent: () => string;
  readonly clock: Pick<Clock, 'now' | 'after'>;
}

/** Tells the gateway, and through it every agent, what was played here, also what was played without a connection. Telling twice does no harm. */
export function createNotesPlayed({ cache, command, changed, agent, clock }: NotesPlayedOptions) {
  const courier = createCourier(round, clock);

  async function round(): Promise<Round> {
    const untold = await cache.untoldPlayed();
    if (!untold.ok) return 'later';
    let ended: Round = 'done';
    for (const id of untold.value) {
      const reply = await command({ do: 'note.played', id });
      const verdict = reply.ok ? 'never' : judgeRefusal(reply.error.code);
      if (verdict === 'offline' || verdict === 'later') return verdict;
      if (verdict === 'held' || !(await cache.playedIsTold(id)).ok) ended = 'later';
    }
    return ended;
  }

  return {
    played: async (id: string): Promise<Result<null>> => {
      const marked = await cache.markPlayed(id, clock.now(), agent());
      if (!marked.ok) return marked;
      changed(marked.value);
      void courier.flush();
      return { ok: true, value: null };
    },
    flush: courier.flush,
  };
}
