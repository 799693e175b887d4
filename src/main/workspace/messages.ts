import type { AgentCommand } from '#shared/contracts/agent.ts';
import type { Message } from '#shared/contracts/records.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { CacheChanges, CacheStore } from '../store/cache-store.ts';
import type { LedgerStore, OutboxEntry } from '../store/ledger-store.ts';

export interface MessagesOptions {
  readonly cache: Pick<CacheStore, 'putLocal'>;
  readonly ledger: Pick<LedgerStore, 'outboxAdd' | 'outboxPending' | 'outboxDone' | 'outboxFail'>;
  readonly command: (command: AgentCommand) => Promise<Result<null>>;
  readonly changed: (changes: CacheChanges) => void;
  /** The gateway refused a message for good. */
  readonly failed: (entry: OutboxEntry) => void;
  readonly now: () => number;
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

/** Refusals after which the same message may still go through later. */
const passing = new Set(['offline', 'timeout', 'internal', 'storage']);

/** Outgoing text messages: first into the ledger's outbox, then to the gateway, which keeps each id once. */
export function createMessages(options: MessagesOptions): Messages {
  const { cache, ledger, command, changed, now, log } = options;
  let flushing: Promise<void> | null = null;
  let again = false;

  async function show(entry: OutboxEntry, status: Message['status']): Promise<void> {
    const { id, contactId, text, at } = entry;
    const stored = await cache.putLocal({
      entries: [{ entry: 'message', id, contactId, direction: 'out', text, at, status }],
    });
    if (stored.ok) changed(stored.value);
    else log.error('a message could not be shown', { fault: stored.error.fault });
  }

  /** @returns false where it makes no sense to go on now */
  async function deliver(entry: OutboxEntry): Promise<boolean> {
    const { id, contactId, text } = entry;
    const reply = await command({ do: 'message', id, contactId, text });
    if (reply.ok) {
      await ledger.outboxDone(id);
      return true;
    }
    const final = !passing.has(reply.error.code);
    await ledger.outboxFail(id, reply.error.code, final);
    if (!final) return false;
    await show(entry, 'failed');
    options.failed(entry);
    return true;
  }

  async function run(): Promise<void> {
    do {
      again = false;
      const pending = await ledger.outboxPending();
      if (!pending.ok) {
        log.error('the outbox cannot be read', { fault: pending.error.fault });
        return;
      }
      for (const entry of pending.value) if (!(await deliver(entry))) return;
    } while (again);
  }

  const flush = (): Promise<void> => {
    again = true;
    flushing ??= run().finally(() => {
      flushing = null;
    });
    return flushing;
  };

  return {
    send: async ({ id, contactId, text }) => {
      const added = await ledger.outboxAdd({ id, contactId, text, at: now() });
      if (!added.ok) return fail(added.error.code, added.error.detail);
      if (added.value.state !== 'done') {
        await show(added.value, 'sending');
        void flush();
      }
      return ok(null);
    },
    flush,
  };
}
