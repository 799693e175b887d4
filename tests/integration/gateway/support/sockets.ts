import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import {
  agentProtocolVersion,
  type ClientMessage,
  type ServerMessage,
  serverMessage,
} from '../../../../src/shared/contracts/agent.ts';
import { TestPhone } from '../../../fakes/gateway-phone.ts';
import { eventually } from './eventually.ts';
import type { TestGateway } from './gateway.ts';

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

export interface TestSocket {
  readonly socket: WebSocket;
  readonly closed: Promise<Closed>;
}

/** Opens a socket, or throws with the HTTP status with which it was refused. */
export async function openSocket(
  url: string,
  options: {
    readonly protocol?: string;
    readonly headers?: Record<string, string>;
    readonly onText?: (text: string) => void;
  } = {},
): Promise<TestSocket> {
  const socket = new WebSocket(url, options.protocol === undefined ? [] : [options.protocol], {
    headers: options.headers ?? {},
  });
  onTestFinished(() => socket.terminate());
  const closed = new Promise<Closed>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  socket.on('message', (data) => options.onText?.(data.toString()));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('unexpected-response', (_request, response) => reject(new Error(`HTTP ${response.statusCode}`)));
    socket.once('error', reject);
  });
  socket.on('error', () => {});
  return { socket, closed };
}

export interface TestDesktop extends TestSocket {
  readonly received: ServerMessage[];
  send(message: ClientMessage): void;
  sendRaw(text: string): void;
  /** Sends a command and resolves with its reply. */
  command(
    command: Extract<ClientMessage, { type: 'command' }>['command'],
    id?: string,
  ): Promise<Extract<ServerMessage, { type: 'reply' }>>;
  of<Type extends ServerMessage['type']>(type: Type): readonly Extract<ServerMessage, { type: Type }>[];
  cut(): void;
}

let commands = 0;

/** An agent's desktop on the agent contract; everything that it gets is checked against the contract. */
export async function desktop(
  gateway: TestGateway,
  agentId: string,
  hello: { readonly epoch: string | null; readonly cursor: number } | null = { epoch: null, cursor: 0 },
  onMessage: (message: ServerMessage) => void = () => {},
): Promise<TestDesktop> {
  const { agentTicket } = await gateway.tickets(`token-of-${agentId}`);
  const received: ServerMessage[] = [];
  const replies = new Map<string, (reply: Extract<ServerMessage, { type: 'reply' }>) => void>();
  const opened = await openSocket(`${gateway.url}/agent?ticket=${agentTicket}`, {
    onText: (text) => {
      const message = serverMessage.parse(JSON.parse(text));
      received.push(message);
      if (message.type === 'reply') replies.get(message.id)?.(message);
      onMessage(message);
    },
  });
  const send = (message: ClientMessage): void => opened.socket.send(JSON.stringify(message));
  if (hello !== null) send({ type: 'hello', version: agentProtocolVersion, ...hello });
  return {
    ...opened,
    received,
    send,
    sendRaw: (text) => opened.socket.send(text),
    command: (command, id = `command-${++commands}`) =>
      new Promise((resolve) => {
        replies.set(id, resolve);
        send({ type: 'command', id, command });
      }),
    of: (type) =>
      received.filter((message): message is Extract<ServerMessage, { type: typeof type }> => message.type === type),
    cut: () => opened.socket.terminate(),
  };
}

/** A desktop that has its snapshot: everything later comes as events. */
export async function readyDesktop(gateway: TestGateway, agentId: string): Promise<TestDesktop> {
  const client = await desktop(gateway, agentId);
  await eventually(() => {
    if (client.of('snapshot.end').length === 0) throw new Error('no snapshot yet');
  });
  return client;
}

export interface SocketPhone extends TestSocket {
  readonly phone: TestPhone;
  cut(): void;
}

/** Connects a phone over a real socket, with a ticket unless told otherwise. */
export async function connectPhone(
  gateway: TestGateway,
  phone: TestPhone,
  query?: string,
  headers: Record<string, string> = {},
): Promise<SocketPhone> {
  const ticket = query ?? `?ticket=${(await gateway.tickets(`token-of-${phone.agentId}`)).sipTicket}`;
  const opened = await openSocket(`${gateway.url}/sip${ticket}`, {
    protocol: 'sip',
    headers,
    onText: (text) => phone.receive(text),
  });
  phone.attach({ send: (text) => opened.socket.send(text) });
  return { ...opened, phone, cut: () => opened.socket.terminate() };
}

/** A phone of the agent, connected and registered. */
export async function registeredPhone(gateway: TestGateway, agentId: string, instance?: string): Promise<SocketPhone> {
  const phone = new TestPhone(agentId, instance === undefined ? {} : { instance });
  const connected = await connectPhone(gateway, phone);
  await phone.register();
  return connected;
}
