import type { WebSocket } from 'ws';
import { type ClientMessage, closeCodes, type ServerMessage } from '#shared/contracts/agent.ts';
import { type Failure, fail } from '#shared/result.ts';
import type { Timer } from '../platform/clock.ts';
import { afterwards } from '../platform/guard.ts';
import { type CommandContext, execute } from './commands.ts';
import { EventStream } from './event-stream.ts';
import { LiveSocket } from './live-socket.ts';
import { RateLimit } from './rate-limit.ts';
import { type FaultyCommand, readMessage } from './read-message.ts';

/** Messages a second and at once. After a day offline a desktop brings its whole outbox, as fast as it is answered. */
const rate = { burst: 1_000, perSecond: 200 } as const;
/** A longer message counts as several. */
const charactersOfOne = 8_192;
const helloLimitMs = 10_000;
/** Commands that wait for the disk at the same time. */
const commandsAtOnce = 500;

/** One desktop of an agent: says what happened since it was last here, then what happens, and takes commands in their order. */
export class AgentSession {
  readonly agentId: string;
  private readonly context: CommandContext;
  private readonly socket: LiveSocket;
  private readonly limit: RateLimit;
  private readonly stream: EventStream;
  /** Ids of this agent's commands that were done, so that one that is repeated after a reconnect is not done again. */
  private readonly done: Set<string>;
  private readonly greeting: Timer;
  private commands: Promise<void> = Promise.resolve();
  private waiting = 0;

  constructor(
    socket: WebSocket,
    agentId: string,
    done: Set<string>,
    context: CommandContext,
    onClosed: (session: AgentSession) => void,
  ) {
    const { clock, log, store } = context;
    this.agentId = agentId;
    this.context = context;
    this.done = done;
    this.limit = new RateLimit(clock, rate.burst, rate.perSecond);
    this.greeting = clock.setTimeout(() => this.refuse('no hello'), helloLimitMs);
    this.socket = new LiveSocket(socket, clock, log, {
      text: (text) => this.receive(text),
      garbage: () => this.refuse('not UTF-8'),
      closed: () => {
        clock.clearTimeout(this.greeting);
        onClosed(this);
      },
    });
    this.stream = new EventStream(
      store,
      (text, sent) => this.socket.send(text, sent),
      (error) => {
        log.error(`a desktop cannot be told what is stored: ${String(error)}`);
        this.close(closeCodes.storeFailed, 'the store cannot be read now');
      },
    );
  }

  /** Events were committed. */
  wake(): void {
    this.stream.pump();
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason);
  }

  private refuse(reason: string): void {
    this.close(closeCodes.badMessage, reason);
  }

  private receive(text: string): void {
    if (!this.limit.take(Math.ceil(text.length / charactersOfOne))) {
      this.close(closeCodes.tooFast, 'too many messages');
      return;
    }
    const message = readMessage(text);
    if (message === null) this.refuse('not as the contract says');
    else if (message.type === 'faulty') this.faulty(message);
    else if (message.type === 'ping') this.send({ type: 'pong', id: message.id });
    else if ((message.type === 'hello') === this.stream.started) this.refuse('hello comes first, and once');
    else if (message.type === 'hello') {
      this.context.clock.clearTimeout(this.greeting);
      this.stream.start(message.epoch, message.cursor);
    } else this.enqueue(message.id, () => this.execute(message.command));
  }

  private faulty({ id, faults }: FaultyCommand): void {
    if (!this.stream.started) this.refuse('hello comes first, and once');
    else this.enqueue(id, async () => fail('invalid', faults).error);
  }

  private enqueue(id: string, execute: () => Promise<Failure | null>): void {
    if (this.waiting >= commandsAtOnce) {
      this.close(closeCodes.tooFast, 'too many commands wait');
      return;
    }
    this.waiting += 1;
    const { log } = this.context;
    const run = async (): Promise<void> => {
      const error = this.done.has(id) ? null : await execute();
      this.waiting -= 1;
      if (error === null) this.remember(id);
      this.send({ type: 'reply', id, error });
    };
    this.commands = this.commands.then(run);
    afterwards(log, 'a command', this.commands, () => {});
  }

  private async execute(command: Extract<ClientMessage, { type: 'command' }>['command']): Promise<Failure | null> {
    try {
      return await execute(command, this.agentId, this.context);
    } catch (error) {
      this.context.log.error(`command ${command.do} failed: ${String(error)}`);
      return { code: 'internal' };
    }
  }

  private remember(id: string): void {
    this.done.add(id);
    const oldest = this.done.size > rememberedCommands ? this.done.values().next().value : undefined;
    if (oldest !== undefined) this.done.delete(oldest);
  }

  private send(message: ServerMessage): void {
    this.socket.send(JSON.stringify(message));
  }
}

/** What they do is harmless to repeat anyway; this only saves work. */
const rememberedCommands = 1_000;
