/**
 * Preloaded into the gateway's process (`node --import`): tells the bench when an INVITE is handed to the socket and when the first RTP
 * packet of each direction passes a contact's UDP socket. The gateway itself knows nothing of it.
 */
import { Socket as Datagram } from 'node:dgram';
import { Socket } from 'node:net';
import { wallNow } from '../support/clock.ts';

export type GatewayMark =
  | { readonly what: 'invite'; readonly callId: string; readonly at: number }
  /** `in`: from the agent. */
  | { readonly what: 'rtp'; readonly direction: 'in' | 'out'; readonly at: number };

const tell = (mark: GatewayMark): void => {
  process.send?.(mark);
};
// The connection to the bench must not keep the gateway alive.
process.channel?.unref();
wallNow();

const write = Socket.prototype.write;
Socket.prototype.write = function (this: Socket, ...parameters: Parameters<typeof write>): boolean {
  const [chunk] = parameters;
  if (isInvite(chunk)) {
    const callId = /^X-Cornetta-Call-Id: *(\S+)/im.exec(String(chunk))?.[1];
    if (callId !== undefined) tell({ what: 'invite', callId, at: wallNow() });
  }
  return write.apply(this, parameters);
} as typeof write;

function isInvite(chunk: unknown): boolean {
  if (typeof chunk === 'string') return chunk.startsWith('INVITE ');
  return Buffer.isBuffer(chunk) && chunk.toString('latin1', 0, 7) === 'INVITE ';
}

const seen = { in: new WeakSet<Datagram>(), out: new WeakSet<Datagram>() };

function noteRtp(socket: Datagram, direction: 'in' | 'out', packet: unknown): void {
  if (seen[direction].has(socket) || !Buffer.isBuffer(packet) || !isRtp(packet)) return;
  seen[direction].add(socket);
  tell({ what: 'rtp', direction, at: wallNow() });
}

/** RFC 7983: 128…191 is RTP or RTCP; RFC 5761: packet types 192…223 are RTCP. STUN and DTLS begin with less. */
function isRtp(packet: Buffer): boolean {
  const [first = 0, second = 0] = packet;
  return first >= 128 && first <= 191 && (second < 192 || second > 223);
}

const send = Datagram.prototype.send;
Datagram.prototype.send = function (this: Datagram, ...parameters: [unknown, ...unknown[]]): void {
  noteRtp(this, 'out', parameters[0]);
  Reflect.apply(send, this, parameters);
} as typeof send;

const emit = Datagram.prototype.emit;
Datagram.prototype.emit = function (this: Datagram, ...parameters: [string | symbol, ...unknown[]]): boolean {
  if (parameters[0] === 'message') noteRtp(this, 'in', parameters[1]);
  return Reflect.apply(emit, this, parameters) as boolean;
} as typeof emit;
