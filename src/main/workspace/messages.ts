import type { AgentCommand } from '#shared/contracts/agent.ts';
import type { Message } from '#shared/contracts/records.ts';
import { type ErrorCode, fail, ok, type Result } from '#shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { CacheChanges, CacheStore } from '../store/cache-store.ts';
import type { LedgerStore, OutboxEntry } from '../store/ledger-store.ts';
import { createCourier, judgeRefusal, type Round } from './courier.ts';

export interface MessagesOptions {
  readonly cache: Pick<CacheStore, 'putLocal'>;
  readonly ledger: Pick<LedgerStore, 'outboxAdd' | 'outboxIn' | 'outboxDone' | 'outboxFail'>;
  readonly command: (command: AgentCommand) => Promise<Result<null>>;
  readonly changed: (changes: CacheChanges) => void;
  /** The gateway refused a message for good, and why. */
  readonly failed: (entry: OutboxEntry, code: ErrorCode) => void;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly log: MainLog;
}

export interface Messages {
  /** Durable when it resolves: the message is sent exactly once, now or when the gateway is back, even after a restart. */
  readonly send: (message: {
    readonly id: string;
    readonly contactId: string;
    readonly text: string;
  }) => Promise<Result<null>>;
  /** The gateway is reachable (again): sends what waits, oldest first. */
  readonly flush: () => Promise<void>;
}

/** Outgoing text messages: first into the ledger's outbox, then to the gateway, which keeps each id once. Those to one contact never overtake. */
export function createMessages(options: MessagesOptions): Messages {
  const { cache, ledger, command, changed, clock, log } = options;
  const courier = createCourier(round, clock);

  async function show(entry: OutboxEntry, status: Message['status']): Promise<void> {
    const { id, contactId, text, at } = entry;
    const stored = await cache.putLocal({
      entries: [{ entry: 'message', id, contactId, direction: 'out', text, at, status }],
    });
    if (stored.ok) changed(stored.value);
    else log.error('a message could not be shown', { fault: stored.error.fault });
  }

  async function deliver(entry: OutboxEntry): Promise<Round | 'held'> {
    const { id, contactId, text } = entry;
    const reply = await command({ do: 'message', id, contactId, text });
    if (reply.ok) return (await ledger.outboxDone(id)).ok ? 'done' : 'later';
    const { code } = reply.error;
    const verdict = judgeRefusal(code);
    const noted = await ledger.outboxFail(id, code, verdict === 'never');
    if (verdict !== 'never') return verdict;
    if (!noted.ok) return 'later';
    await show(entry, 'failed');
    options.failed(entry, code);
    return 'done';
  }

  async function round(): Promise<Round> {
    const pending = await ledger.outboxIn('pending');
    if (!pending.ok) {
      log.error('the outbox cannot be read', { fault: pending.error.fault });
      return 'later';
    }
    const held = new Set<string>();
    for (const entry of pending.value) {
      if (held.has(entry.contactId)) continue;
      const outcome = await deliver(entry);
      if (outcome === 'held') held.add(entry.contactId);
      else if (outcome !== 'done') return outcome;
    }
    return held.size > 0 ? 'later' : 'done';
  }

  return {
    send: async ({ id, contactId, text }) => {
      const added = await ledger.outboxAdd({ id, contactId, text, at: clock.now() });
      if (!added.ok) return fail(added.error.code, added.error.detail);
      if (added.value.state !== 'done') {
        await show(added.value, 'sending');
        void courier.flush();
      }
      return ok(null);
    },
    flush: courier.flush,
  };
}
