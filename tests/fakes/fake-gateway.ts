import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import {
  type AgentCommand,
  type ClientMessage,
  clientMessage,
  closeCodes,
  type GatewayEvent,
  type NumberedEvent,
  type ServerMessage,
  type WorkspaceState,
} from '#shared/contracts/agent.ts';
import type { Failure } from '#shared/result.ts';

/** A gateway that speaks the agent contract and does what a test wants. Its log of events is numbered from 1. */
export interface FakeGateway {
  /** `ws://127.0.0.1:PORT` */
  readonly url: string;
  readonly token: string;
  readonly events: readonly NumberedEvent[];
  /** Every hello, in order. */
  readonly hellos: readonly Extract<ClientMessage, { type: 'hello' }>[];
  /** Every command as often as it came. */
  readonly commands: readonly { readonly id: string; readonly command: AgentCommand }[];
  /** Ids of commands that were carried out, each once. */
  readonly done: ReadonlySet<string>;
  readonly tickets: number;
  /** How it behaves; may be changed at any time. */
  readonly behaviour: {
    refuseToken: boolean;
    /** Answers no ping and no command any more, like a host that vanished. */
    silent: boolean;
    /** Carries commands out but does not answer them. */
    mute: boolean;
    /** Events older than this are forgotten: who needs them gets a snapshot. */
    oldest: number;
    batch: number;
    refuseCommand: Failure | null;
    epoch: string;
    /** Leaves these cursors out when it sends events. */
    readonly holes: Set<number>;
    /** How far its wall clock is ahead of the world's. */
    clockAheadMs: number;
  };
  publish(event: GatewayEvent): void;
  /** Sends as it is, to every connection. */
  say(text: string): void;
  closeAll(code: number, reason: string): void;
  readonly connections: number;
  close(): Promise<void>;
}

export const fakeWorkspace: WorkspaceState = {
  name: 'Officina',
  number: '+390612345678',
  balance: '25.00',
  currency: 'USD',
  recording: true,
  video: true,
  notes: true,
  rules: 'respond-io-2025-08',
};

export async function startFakeGateway(): Promise<FakeGateway> {
  const token = 'a-token-of-anna';
  const events: NumberedEvent[] = [];
  const hellos: FakeGateway['hellos'][number][] = [];
  const commands: FakeGateway['commands'][number][] = [];
  const done = new Set<string>();
  const following = new Map<WebSocket, number>();
  const tickets = new Set<string>();
  let issued = 0;
  const behaviour: FakeGateway['behaviour'] = {
    refuseToken: false,
    silent: false,
    mute: false,
    oldest: 0,
    batch: 7,
    refuseCommand: null,
    epoch: 'epoch-1',
    holes: new Set(),
    clockAheadMs: 0,
  };

  const server = createServer((request, response) => {
    if (request.url !== '/tickets' || request.method !== 'POST') {
      response.writeHead(404).end();
      return;
    }
    if (behaviour.refuseToken || request.headers.authorization !== `Bearer ${token}`) {
      response.writeHead(401).end('{}');
      return;
    }
    issued += 1;
    const reply = {
      agentTicket: `agent-ticket-${issued}-0123456789`,
      sipTicket: `sip-ticket-${issued}-0123456789`,
      expiresInMs: 30_000,
      at: Date.now() + behaviour.clockAheadMs,
      agent: { id: 'anna', name: 'Anna', role: 'agent' },
      sipUri: 'sip:anna@cornetta.invalid',
    };
    tickets.add(reply.agentTicket);
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(reply));
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    const ticket = new URL(request.url ?? '/', 'ws://x').searchParams.get('ticket') ?? '';
    if (!tickets.delete(ticket)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => serve(webSocket));
  });

  const send = (to: WebSocket, message: ServerMessage): void => {
    if (!behaviour.silent) to.send(JSON.stringify(message));
  };

  function serve(socket: WebSocket): void {
    socket.on('error', () => undefined);
    socket.on('close', () => following.delete(socket));
    socket.on('message', (data) => {
      const message = clientMessage.parse(JSON.parse(String(data)));
      if (behaviour.silent) return;
      if (message.type === 'ping') send(socket, { type: 'pong', id: message.id });
      else if (message.type === 'hello') greet(socket, message);
      else obey(socket, message);
    });
  }

  function greet(socket: WebSocket, hello: Extract<ClientMessage, { type: 'hello' }>): void {
    hellos.push(hello);
    const { epoch } = behaviour;
    const cursor = events.length;
    if (hello.epoch !== epoch || hello.cursor < behaviour.oldest || hello.cursor > cursor) {
      send(socket, { type: 'snapshot.begin', epoch, workspace: fakeWorkspace });
      // As many parts as there are events, so that a cut can fall between any two of them.
      for (const { event } of events) {
        if (event.type !== 'contact') continue;
        send(socket, {
          type: 'snapshot.part',
          contacts: [event.state],
          messages: [],
          events: [],
          reads: [],
          states: [],
        });
      }
      send(socket, { type: 'snapshot.end', cursor });
      following.set(socket, cursor);
      return;
    }
    following.set(socket, hello.cursor);
    if (hello.cursor === cursor) send(socket, { type: 'current', epoch, cursor });
    else follow(socket);
  }

  function follow(socket: WebSocket): void {
    for (let cursor = following.get(socket) ?? 0; cursor < events.length; cursor += behaviour.batch) {
      const batch = events
        .slice(cursor, cursor + behaviour.batch)
        .filter((event) => !behaviour.holes.has(event.cursor));
      if (batch.length > 0) send(socket, { type: 'events', epoch: behaviour.epoch, events: batch });
    }
    following.set(socket, events.length);
  }

  function obey(socket: WebSocket, { id, command }: Extract<ClientMessage, { type: 'command' }>): void {
    commands.push({ id, command });
    if (behaviour.refuseCommand === null) done.add(id);
    if (!behaviour.mute) send(socket, { type: 'reply', id, error: behaviour.refuseCommand });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}`,
    token,
    events,
    hellos,
    commands,
    done,
    behaviour,
    get tickets() {
      return issued;
    },
    get connections() {
      return sockets.clients.size;
    },
    publish: (event) => {
      events.push({ cursor: events.length + 1, at: 1_800_000_000_000 + events.length, event });
      for (const socket of following.keys()) follow(socket);
    },
    say: (text) => {
      for (const socket of sockets.clients) socket.send(text);
    },
    closeAll: (code, reason) => {
      for (const socket of sockets.clients) socket.close(code, reason);
    },
    close: async () => {
      for (const socket of sockets.clients) socket.close(closeCodes.shuttingDown);
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
