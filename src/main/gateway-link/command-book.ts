import { type AgentCommand, agentCommand, type ClientMessage } from '#shared/contracts/agent.ts';
import { describeIssues } from '#shared/contracts/describe-issues.ts';
import { type Failure, fail, ok, type Result } from '#shared/result.ts';
import type { Clock } from '../platform/clock.ts';

type Send = (message: ClientMessage) => void;

interface Pending {
  readonly id: string;
  readonly command: AgentCommand;
  readonly answer: () => Promise<Result<null>>;
  readonly settle: (result: Result<null>) => void;
  readonly cancelLimit: () => void;
  sent: boolean;
}

export interface CommandBook {
  /**
   * Sends now or as soon as there is a connection, and once more after each reconnect until it is answered: a command with the same id is the
   * same command. `offline`/`timeout`: no answer in time, without or with a connection; it may have been carried out.
   */
  give(command: AgentCommand, id: string, limitMs: number): Promise<Result<null>>;
  /** There is a connection, hello was said on it. */
  connected(send: Send): void;
  replied(id: string, error: Failure | null): void;
  disconnected(): void;
  /** No connection will ever come again. */
  close(): void;
}

/** Unanswered at the same time; the others wait here, so that a day's outbox does not look like a flood. */
const inFlight = 32;

/** The commands that the gateway has not answered yet, in their order. */
export function createCommandBook(clock: Clock): CommandBook {
  const pending = new Map<string, Pending>();
  let send: Send | null = null;
  let closed = false;

  function pump(): void {
    if (send === null) return;
    let flying = [...pending.values()].filter(({ sent }) => sent).length;
    for (const entry of pending.values()) {
      if (flying >= inFlight) return;
      if (entry.sent) continue;
      entry.sent = true;
      flying += 1;
      send({ type: 'command', id: entry.id, command: entry.command });
    }
  }

  function settle(id: string, result: Result<null>): void {
    const entry = pending.get(id);
    if (entry === undefined) return;
    pending.delete(id);
    entry.cancelLimit();
    entry.settle(result);
    pump();
  }

  return {
    give: (command, id, limitMs) => {
      const known = pending.get(id);
      if (known !== undefined) return known.answer();
      if (closed) return Promise.resolve(fail('offline'));
      // The gateway closes the connection of whoever does not keep to the contract; one bad command must not cost the good ones.
      const parsed = agentCommand.safeParse(command);
      if (!parsed.success) return Promise.resolve(fail('invalid', describeIssues(parsed.error)[0]));
      const answer = new Promise<Result<null>>((resolve) => {
        const cancelLimit = clock.after(limitMs, () => settle(id, fail(send === null ? 'offline' : 'timeout')));
        pending.set(id, { id, command: parsed.data, answer: () => answer, settle: resolve, cancelLimit, sent: false });
      });
      pump();
      return answer;
    },
    connected: (through) => {
      send = through;
      pump();
    },
    replied: (id, error) => settle(id, error === null ? ok(null) : { ok: false, error }),
    disconnected: () => {
      send = null;
      for (const entry of pending.values()) entry.sent = false;
    },
    close: () => {
      closed = true;
      send = null;
      for (const id of [...pending.keys()]) settle(id, fail('offline'));
    },
  };
}
