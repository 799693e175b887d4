import WebSocket, { type RawData } from 'ws';
import { type ClientMessage, closeCodes, type ServerMessage, serverMessage } from '#shared/contracts/agent.ts';
import type { Clock } from '../platform/clock.ts';

/** How a connection ended. `code` is what the gateway closed with; null where there was no closing handshake. */
export interface SocketEnd {
  readonly code: number | null;
  readonly reason: string;
}

export interface AgentSocketOptions {
  /** With its ticket. */
  readonly url: string;
  readonly clock: Clock;
  readonly onOpen: () => void;
  /** Called for one message after the other; the next one waits for it. Never rejects. */
  readonly onMessage: (message: ServerMessage) => Promise<void>;
}

export interface AgentSocket {
  readonly ended: Promise<SocketEnd>;
  isOpen(): boolean;
  send(message: ClientMessage): void;
  /** Asks for a sign of life at once and ends the connection where none comes in time. */
  check(withinMs: number): void;
  end(reason: string): void;
}

/** A snapshot part of 1,000 long messages. */
const maxMessageBytes = 32 * 1024 * 1024;
const openLimitMs = 4000;
const pingEveryMs = 5000;
const pongWithinMs = 4000;
/** More messages than these wait for the sink: the gateway is told, by TCP, to hold back. */
const waitingMessages = 32;

/** One connection to `/agent`: checks what comes in, hands it on in order, and notices when the far end is gone. */
export function openAgentSocket(options: AgentSocketOptions): AgentSocket {
  const { clock } = options;
  const socket = new WebSocket(options.url, {
    maxPayload: maxMessageBytes,
    handshakeTimeout: openLimitMs,
    perMessageDeflate: false,
    followRedirects: false,
  });
  /** Looked into one at a time: several parts of a snapshot come with one read from the socket, and each takes milliseconds. */
  const waiting: { readonly data: RawData; readonly isBinary: boolean }[] = [];
  let busy = false;
  let over = false;
  let heardAt = clock.monotonic();
  let pings = 0;
  let cancelPing = (): void => undefined;
  let cancelCheck = (): void => undefined;
  let settle: (end: SocketEnd) => void = () => undefined;
  const ended = new Promise<SocketEnd>((resolve) => {
    settle = resolve;
  });

  function finish(end: SocketEnd): void {
    if (over) return;
    over = true;
    cancelPing();
    cancelCheck();
    waiting.length = 0;
    settle(end);
  }

  function endWith(reason: string, code?: number): void {
    finish({ code: null, reason });
    if (code !== undefined && socket.readyState === WebSocket.OPEN) socket.close(code, reason.slice(0, 100));
    else socket.terminate();
  }

  function receive(data: RawData, isBinary: boolean): void {
    if (over) return;
    heardAt = clock.monotonic();
    waiting.push({ data, isBinary });
    if (waiting.length >= waitingMessages && !socket.isPaused) socket.pause();
    if (!busy) void drain();
  }

  async function drain(): Promise<void> {
    busy = true;
    for (let next = waiting.shift(); next !== undefined && !over; next = waiting.shift()) {
      const message = next.isBinary ? null : parse(next.data);
      if (message === null) {
        endWith('the gateway says something that is not in the contract', closeCodes.badMessage);
        break;
      }
      await options.onMessage(message);
      if (waiting.length === 0 && socket.isPaused) socket.resume();
    }
    busy = false;
    heardAt = clock.monotonic();
  }

  const isOpen = (): boolean => !over && socket.readyState === WebSocket.OPEN;

  function send(message: ClientMessage): void {
    if (isOpen()) socket.send(JSON.stringify(message));
  }

  function check(withinMs: number): void {
    // While the sink works nothing more is read; that is no sign of a dead connection.
    if (busy || !isOpen()) return;
    const askedAt = clock.monotonic();
    pings += 1;
    send({ type: 'ping', id: pings });
    cancelCheck();
    cancelCheck = clock.after(withinMs, () => {
      if (!busy && heardAt < askedAt) endWith('the gateway does not answer any more');
    });
  }

  function pingLater(): void {
    cancelPing = clock.after(pingEveryMs, () => {
      if (clock.monotonic() - heardAt >= pingEveryMs) check(pongWithinMs);
      pingLater();
    });
  }

  socket.on('open', () => {
    if (over) return;
    heardAt = clock.monotonic();
    pingLater();
    options.onOpen();
  });
  socket.on('message', receive);
  socket.on('unexpected-response', (request, response) => {
    request.destroy();
    finish({ code: null, reason: `the gateway answers ${response.statusCode ?? 'nothing'}` });
  });
  // Without a listener an error would end the process; its reason is told by the end.
  socket.on('error', (error) => finish({ code: null, reason: `no connection (${codeOf(error)})` }));
  socket.on('close', (code, reason) => {
    finish(
      code === 1006 ? { code: null, reason: 'the connection was lost' } : { code, reason: describeClose(code, reason) },
    );
  });
  return { ended, isOpen, send, check, end: (reason) => endWith(reason, 1000) };
}

function parse(data: RawData): ServerMessage | null {
  try {
    const parsed = serverMessage.safeParse(JSON.parse(String(data)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

function describeClose(code: number, reason: Buffer): string {
  switch (code) {
    case closeCodes.shuttingDown:
      return 'the gateway is shutting down';
    case closeCodes.replaced:
      return 'this agent is signed in on too many computers';
    case closeCodes.badTicket:
      return 'the gateway refuses the ticket';
    case closeCodes.tooFast:
      return 'the gateway was asked too much at once';
    default:
      return reason.length > 0 ? `closed: ${reason.toString('utf8').slice(0, 100)}` : `closed (${code})`;
  }
}
