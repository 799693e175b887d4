import type { AgentCommand } from '#shared/contracts/agent.ts';
import type { Result } from '#shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import { createCourier, judgeRefusal, type Round } from './courier.ts';

export interface ReadsOptions {
  readonly command: (command: AgentCommand) => Promise<Result<null>>;
  readonly clock: Pick<Clock, 'after'>;
}

export interface Reads {
  /** Somebody looked at the conversation up to that instant. */
  add(contactId: string, upTo: number): void;
  /** The gateway is reachable (again). */
  flush(): Promise<void>;
}

/**
 * Tells the gateway, and through it every agent, what was looked at, also what was looked at without a connection. Of each conversation only the
 * latest instant counts. What is not told when the app ends stays unread for the others; nothing is lost by that.
 */
export function createReads({ command, clock }: ReadsOptions): Reads {
  const untold = new Map<string, number>();
  const courier = createCourier(round, clock);

  async function round(): Promise<Round> {
    let ended: Round = 'done';
    for (const [contactId, upTo] of [...untold]) {
      const reply = await command({ do: 'read', contactId, upTo });
      const verdict = reply.ok ? 'never' : judgeRefusal(reply.error.code);
      if (verdict === 'offline' || verdict === 'later') return verdict;
      if (verdict === 'held') ended = 'later';
      else if (untold.get(contactId) === upTo) untold.delete(contactId);
    }
    return ended;
  }

  return {
    add: (contactId, upTo) => {
      if ((untold.get(contactId) ?? -1) >= upTo) return;
      untold.set(contactId, upTo);
      void courier.flush();
    },
    flush: courier.flush,
  };
}
