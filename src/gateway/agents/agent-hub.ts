import type { WebSocket } from 'ws';
import { closeCodes } from '#shared/contracts/agent.ts';
import { guarded } from '../platform/guard.ts';
import { AgentSession } from './agent-session.ts';
import type { CommandContext } from './commands.ts';

/** Desktops of one agent at the same time; one more takes the place of the oldest. */
const sessionsPerAgent = 5;

/** Every desktop that is connected. Whatever is committed reaches all of them. */
export class AgentHub {
  private readonly context: CommandContext;
  private readonly sessions = new Map<string, Set<AgentSession>>();
  private readonly doneCommands = new Map<string, Set<string>>();
  private readonly unsubscribe: () => void;

  constructor(context: CommandContext) {
    this.context = context;
    this.unsubscribe = context.store.onEvents(() => {
      for (const session of this.all()) guarded(context.log, 'telling a desktop', () => session.wake());
    });
  }

  accept(socket: WebSocket, agentId: string): void {
    const sessions = this.sessions.get(agentId) ?? new Set();
    const done = this.doneCommands.get(agentId) ?? new Set();
    this.sessions.set(agentId, sessions);
    this.doneCommands.set(agentId, done);
    sessions.add(new AgentSession(socket, agentId, done, this.context, (session) => sessions.delete(session)));
    const [oldest] = sessions.size > sessionsPerAgent ? sessions : [];
    oldest?.close(closeCodes.replaced, 'connected elsewhere');
  }

  close(): void {
    this.unsubscribe();
    for (const session of this.all()) session.close(closeCodes.shuttingDown, 'shutting down');
  }

  private all(): readonly AgentSession[] {
    return [...this.sessions.values()].flatMap((sessions) => [...sessions]);
  }
}
