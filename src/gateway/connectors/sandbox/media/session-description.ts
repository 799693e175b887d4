/** What the sandbox must know of SDP (RFC 8866, RFC 3264) to sit between the agents' WebRTC stack and its own. Pure text work. */
import type { Result } from '#shared/result.ts';
import { fail, ok } from '#shared/result.ts';

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** Larger than any real offer by an order of magnitude. */
const maximumLength = 65_536;
const directionLine = /^a=(sendrecv|sendonly|recvonly|inactive)$/;

/** Who sends, seen from the sandbox's own side. */
export interface RemoteDescription {
  /** Ready for the contact's WebRTC stack. */
  readonly sdp: string;
  /** What the agent asks for. */
  readonly direction: Direction;
  /** ICE user name fragment: another one means that the agent restarts ICE. */
  readonly iceUfrag: string;
}

/**
 * Checks an agent's offer or answer and prepares it:
 *
 * - candidates that cannot reach the contact's only one (UDP on 127.0.0.1) are left out. Where the agent has a loopback
 *   candidate it alone stays, so that both sides settle on the same pair; names under `.local` would need multicast DNS.
 *   Without any candidate the contact learns the agent's address from its first check;
 * - `telephone-event/48000` is left out, as the provider takes digits at 8 kHz only;
 * - the direction becomes `sendrecv`: the sandbox does the holding itself ({@link answerDirection}), since its WebRTC stack
 *   takes `inactive` for the announcement of another path.
 */
export function readRemoteDescription(sdp: string): Result<RemoteDescription> {
  if (sdp.length > maximumLength) return fail('invalid', 'the session description is too long');
  const lines = sdp.split(/\r?\n/).filter((line) => line !== '');
  const section = audioSection(lines);
  if (lines[0] !== 'v=0' || section === null) return fail('invalid', 'the session description has no audio');
  if (section[0]?.startsWith('m=audio 0 ')) return fail('invalid', 'the session description refuses audio');
  // An attribute of the section goes before one of the whole session.
  const relevant = [
    ...section,
    ...lines.slice(
      0,
      lines.findIndex((line) => line.startsWith('m=')),
    ),
  ];
  const attribute = (name: string) =>
    relevant.find((line) => line.startsWith(`a=${name}:`))?.slice(`a=${name}:`.length);
  const missing = ['ice-ufrag', 'ice-pwd', 'fingerprint', 'setup', 'mid'].find((name) => attribute(name) === undefined);
  if (missing !== undefined) return fail('invalid', `the session description has no ${missing}`);
  const formats = section[0]?.split(' ').slice(3) ?? [];
  const opus = section.flatMap((line) => /^a=rtpmap:(\d+) opus\/48000\/2$/i.exec(line)?.[1] ?? []);
  if (!opus.some((type) => formats.includes(type))) return fail('invalid', 'the session description offers no Opus');
  return ok({
    sdp: joined(bothWays(withoutWideEvents(reachable(lines)))),
    direction: (relevant.find((line) => directionLine.test(line))?.slice('a='.length) ?? 'sendrecv') as Direction,
    iceUfrag: attribute('ice-ufrag') ?? '',
  });
}

function audioSection(lines: readonly string[]): readonly string[] | null {
  const start = lines.findIndex((line) => line.startsWith('m=audio '));
  if (start < 0) return null;
  const end = lines.findIndex((line, index) => index > start && line.startsWith('m='));
  return lines.slice(start, end < 0 ? undefined : end);
}

/** RFC 3264 §6.1, for a side that is always ready to send and to receive. */
export function answerDirection(offered: Direction): Direction {
  switch (offered) {
    case 'sendonly':
      return 'recvonly';
    case 'recvonly':
      return 'sendonly';
    default:
      return offered;
  }
}

export const sends = (direction: Direction): boolean => direction === 'sendrecv' || direction === 'sendonly';

/** A description of the contact's own stack, with its direction and an origin that stays the same but for the version (RFC 3264 §8). */
export function writeLocalDescription(
  sdp: string,
  direction: Direction,
  origin: { readonly id: number; readonly version: number },
): string {
  const lines = sdp.split(/\r?\n/).filter((line) => line !== '');
  return joined(
    lines.flatMap((line) => {
      if (directionLine.test(line)) return [`a=${direction}`];
      if (line.startsWith('o=')) return [`o=- ${origin.id} ${origin.version} IN IP4 127.0.0.1`];
      if (/^a=rtpmap:\d+ opus\//.test(line)) return [line, 'a=ptime:20'];
      return [line];
    }),
  );
}

function reachable(lines: readonly string[]): readonly string[] {
  const addressOf = (line: string): string | null => {
    const [, , transport, , address] = line.split(' ');
    return line.startsWith('a=candidate:') && transport?.toLowerCase() === 'udp' && /^[\d.]+$/.test(address ?? '')
      ? (address ?? null)
      : null;
  };
  const local = lines.some((line) => addressOf(line)?.startsWith('127.'));
  return lines.filter((line) => {
    if (line === 'a=end-of-candidates') return false;
    if (!line.startsWith('a=candidate:')) return true;
    const address = addressOf(line);
    return address !== null && (!local || address.startsWith('127.'));
  });
}

function withoutWideEvents(lines: readonly string[]): readonly string[] {
  const types = lines.flatMap((line) => /^a=rtpmap:(\d+) telephone-event\/48000$/i.exec(line)?.[1] ?? []);
  return lines.flatMap((line) => {
    if (types.some((type) => new RegExp(`^a=(rtpmap|fmtp|rtcp-fb):${type} `).test(line))) return [];
    if (!line.startsWith('m=audio ')) return [line];
    const [media, port, protocol, ...formats] = line.split(' ');
    return [[media, port, protocol, ...formats.filter((format) => !types.includes(format))].join(' ')];
  });
}

/** Each section is told apart by its `mid`, which is there where the stack works at all. */
const bothWays = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => {
    if (directionLine.test(line)) return [];
    return line.startsWith('a=mid:') ? ['a=sendrecv', line] : [line];
  });

const joined = (lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`;
