import type { AgentCommand } from '#shared/contracts/agent.ts';
import type { ContactEvent } from '#shared/contracts/records.ts';
import type { Result } from '#shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { LedgerStore } from '../store/ledger-store.ts';
import { type Courier, createCourier, judgeRefusal, type Round } from './courier.ts';

export interface ContactEventsOptions {
  readonly ledger: Pick<LedgerStore, 'pendingContactEvents' | 'acknowledgeContactEvents'>;
  readonly command: (command: AgentCommand) => Promise<Result<null>>;
  readonly clock: Pick<Clock, 'after'>;
  readonly log: MainLog;
}

/** Tells the gateway the facts that this desktop saw; it keeps each once by its id, so telling twice does no harm. */
export function createContactEvents({ ledger, command, clock, log }: ContactEventsOptions): Courier {
  async function tell(event: ContactEvent): Promise<Round | 'held'> {
    const reply = await command({ do: 'contact.event', event });
    if (!reply.ok) {
      const verdict = judgeRefusal(reply.error.code);
      if (verdict !== 'never') return verdict;
      // What the gateway will never take stays in the ledger's journal of calls, but is not offered again.
      log.warn('the gateway refuses a contact event', { type: event.type, code: reply.error.code });
    }
    const noted = await ledger.acknowledgeContactEvents([event.id]);
    return noted.ok ? 'done' : 'later';
  }

  async function round(): Promise<Round> {
    let ended: Round = 'done';
    for (let after: ContactEvent | null = null; ; ) {
      const page: Awaited<ReturnType<LedgerStore['pendingContactEvents']>> = await ledger.pendingContactEvents({
        after,
      });
      if (!page.ok) {
        log.error('contact events cannot be read', { fault: page.error.fault });
        return 'later';
      }
      if (page.value.length === 0) return ended;
      for (const event of page.value) {
        const outcome = await tell(event);
        if (outcome === 'offline' || outcome === 'later') return outcome;
        if (outcome === 'held') ended = 'later';
      }
      after = page.value.at(-1) ?? null;
    }
  }

  return createCourier(round, clock);
}
