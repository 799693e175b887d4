import { agentProtocolVersion, closeCodes, type TicketReply } from '#shared/contracts/agent.ts';
import { unreachable } from '#shared/never.ts';
import type { Clock } from '../platform/clock.ts';
import { type GatewayAddresses, withTicket } from './addresses.ts';
import { type AgentSocket, openAgentSocket, type SocketEnd } from './agent-socket.ts';
import type { CommandBook } from './command-book.ts';
import type { GatewayTime } from './gateway-time.ts';
import { createIntake, type IntakeOutcome } from './intake.ts';
import type { GatewaySink, SinkPosition } from './sink.ts';
import { requestTickets } from './ticket-client.ts';

/** How one attempt, from the ticket to the last message, ended. */
export interface ConnectionEnd {
  /** `lost`: may come back at once. `missing`: something was not told; hello again. The others: see LinkStatus.off and the waiting times. */
  readonly kind: 'lost' | 'missing' | 'refused' | 'replaced' | 'too-fast' | 'stuck';
  readonly reason: string;
  /** It was up to date at some instant. */
  readonly wasUp: boolean;
}

export interface ConnectionOptions {
  readonly addresses: GatewayAddresses;
  readonly token: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly time: GatewayTime;
  readonly sink: GatewaySink;
  readonly commands: CommandBook;
  /** Asks for a whole snapshot, whatever the sink has. */
  readonly fromNothing: boolean;
  readonly onIdentity: (reply: TicketReply) => void;
  readonly onUp: () => void;
  readonly onSocket: (socket: AgentSocket) => void;
  /** Gives the attempt up; a socket that is open is ended. */
  readonly signal: AbortSignal;
}

/** One connection from beginning to end. Never rejects. */
export async function runConnection(options: ConnectionOptions): Promise<ConnectionEnd> {
  const { clock, sink, signal } = options;
  const tickets = await requestTickets({
    fetch: options.fetch,
    clock,
    time: options.time,
    address: options.addresses.tickets,
    token: options.token,
    signal,
  });
  if (!tickets.ok)
    return { kind: tickets.kind === 'refused' ? 'refused' : 'lost', reason: tickets.reason, wasUp: false };
  options.onIdentity(tickets.reply);
  const position = await sink.position();
  if (!position.ok) {
    return { kind: 'stuck', reason: `the local store cannot be read (${position.error.code})`, wasUp: false };
  }
  const from = options.fromNothing ? { epoch: null, cursor: 0 } : position.value;
  return talk(options, withTicket(options.addresses.agent, tickets.reply.agentTicket), from);
}

async function talk(options: ConnectionOptions, url: string, from: SinkPosition): Promise<ConnectionEnd> {
  const { commands, signal } = options;
  const intake = createIntake(options.sink, from);
  let wasUp = false;
  let verdict: Extract<IntakeOutcome, { reason: string }> | null = null;
  let taking: Promise<void> = Promise.resolve();

  const socket = openAgentSocket({
    url,
    clock: options.clock,
    onOpen: () => {
      socket.send({ type: 'hello', version: agentProtocolVersion, ...from });
      commands.connected(socket.send);
    },
    onMessage: (message) => {
      if (message.type === 'reply') commands.replied(message.id, message.error);
      taking = intake.take(message).then(follow, (error: unknown) => {
        follow({ go: 'stuck', reason: `what the gateway tells cannot be kept (${String(error)})` });
      });
      return taking;
    },
  });
  options.onSocket(socket);
  const giveUp = (): void => socket.end('the network changed');
  signal.addEventListener('abort', giveUp);
  if (signal.aborted) giveUp();

  function follow(outcome: IntakeOutcome): void {
    switch (outcome.go) {
      case 'on':
        return;
      case 'up':
        wasUp = true;
        options.onUp();
        return;
      case 'again':
      case 'stuck':
        verdict ??= outcome;
        socket.end(outcome.reason);
        return;
      default:
        unreachable(outcome);
    }
  }

  const end = await socket.ended;
  signal.removeEventListener('abort', giveUp);
  commands.disconnected();
  // The sink may still be at work on the last message; the next connection must find its position settled.
  await taking;
  await intake.end().catch(() => undefined);
  return judge(end, verdict, wasUp);
}

function judge(
  end: SocketEnd,
  verdict: Extract<IntakeOutcome, { reason: string }> | null,
  wasUp: boolean,
): ConnectionEnd {
  if (verdict !== null) return { kind: verdict.go === 'again' ? 'missing' : 'stuck', reason: verdict.reason, wasUp };
  const kinds: Readonly<Record<number, ConnectionEnd['kind']>> = {
    [closeCodes.replaced]: 'replaced',
    [closeCodes.tooFast]: 'too-fast',
  };
  return { kind: (end.code === null ? undefined : kinds[end.code]) ?? 'lost', reason: end.reason, wasUp };
}
