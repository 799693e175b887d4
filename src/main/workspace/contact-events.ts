import type { AgentCommand } from '#shared/contracts/agent.ts';
import type { ContactEvent } from '#shared/contracts/records.ts';
import type { Result } from '#shared/result.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { LedgerStore } from '../store/ledger-store.ts';

export interface ContactEventsOptions {
  readonly ledger: Pick<LedgerStore, 'pendingContactEvents' | 'acknowledgeContactEvents'>;
  readonly command: (command: AgentCommand) => Promise<Result<null>>;
  readonly log: MainLog;
}

/** Tells the gateway the facts that this desktop saw; it keeps each once by its id, so telling twice does no harm. */
export function createContactEvents({ ledger, command, log }: ContactEventsOptions) {
  let running: Promise<void> | null = null;
  let again = false;

  /** @returns false where the gateway cannot be reached now */
  async function tell(event: ContactEvent): Promise<boolean> {
    const reply = await command({ do: 'contact.event', event });
    if (!reply.ok && reply.error.code !== 'not-found' && reply.error.code !== 'rejected') return false;
    // What the gateway will never take stays in the ledger's journal of calls, but is not offered again.
    if (!reply.ok) log.warn('the gateway refuses a contact event', { type: event.type, code: reply.error.code });
    await ledger.acknowledgeContactEvents([event.id]);
    return true;
  }

  async function run(): Promise<void> {
    do {
      again = false;
      const pending = await ledger.pendingContactEvents();
      if (!pending.ok) return log.error('contact events cannot be read', { fault: pending.error.fault });
      for (const event of pending.value) if (!(await tell(event))) return;
    } while (again);
  }

  return {
    /** Sends what waits, oldest first; also to be called when the gateway is reachable again. */
    flush: (): Promise<void> => {
      again = true;
      running ??= run().finally(() => {
        running = null;
      });
      return running;
    },
  };
}
