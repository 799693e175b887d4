/** What the sandbox must know of SDP (RFC 8866, RFC 3264) to sit between the agents' WebRTC stack and its own. Pure text work. */
import type { Result } from '#shared/result.ts';
import { fail, ok } from '#shared/result.ts';

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** Larger than any real offer by an order of magnitude. */
const maximumLength = 65_536;
const directionLine = /^a=(sendrecv|sendonly|recvonly|inactive)$/;

/** What an agent asks of the picture. */
export interface RemoteVideo {
  readonly direction: Direction;
  /** Of its VP8. */
  readonly payloadType: number;
}

/** Who sends, seen from the sandbox's own side. */
export interface RemoteDescription {
  /** Ready for the contact's WebRTC stack. */
  readonly sdp: string;
  /** What the agent asks for. */
  readonly direction: Direction;
  /** null: no picture, or none in VP8. */
  readonly video: RemoteVideo | null;
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
 * - a picture after the first one is refused;
 * - what the agent takes as feedback on a picture is left out: the stack would take it for its own, and its look-out for packets
 *   that are lost costs more than a flood should. See {@link writeLocalDescription};
 * - the direction becomes `sendrecv`: the sandbox does the holding itself ({@link answerDirection}), since its WebRTC stack
 *   takes `inactive` for the announcement of another path.
 */
export function readRemoteDescription(sdp: string): Result<RemoteDescription> {
  if (sdp.length > maximumLength) return fail('invalid', 'the session description is too long');
  const lines = sdp.split(/\r?\n/).filter((line) => line !== '');
  const { session, media } = sectionsOf(lines);
  const section = media.find(([first]) => first?.startsWith('m=audio '));
  if (lines[0] !== 'v=0' || section === undefined) return fail('invalid', 'the session description has no audio');
  if (section[0]?.startsWith('m=audio 0 ')) return fail('invalid', 'the session description refuses audio');
  // An attribute of the section goes before one of the whole session.
  const relevant = [...section, ...session];
  const attribute = (name: string) =>
    relevant.find((line) => line.startsWith(`a=${name}:`))?.slice(`a=${name}:`.length);
  const missing = ['ice-ufrag', 'ice-pwd', 'fingerprint', 'setup', 'mid'].find((name) => attribute(name) === undefined);
  if (missing !== undefined) return fail('invalid', `the session description has no ${missing}`);
  if (payloadTypeOf(section, 'opus/48000/2') === null) return fail('invalid', 'the session description offers no Opus');
  const video = media.find(isVideo);
  const plain = media.flatMap((part) => (isVideo(part) ? plainVideo(part, part === video) : part));
  return ok({
    sdp: joined(bothWays(withoutWideEvents(reachable([...session, ...plain])))),
    direction: directionOf(relevant),
    video: video === undefined ? null : remoteVideoOf(video, session),
    iceUfrag: attribute('ice-ufrag') ?? '',
  });
}

function remoteVideoOf(section: readonly string[], session: readonly string[]): RemoteVideo | null {
  const payloadType = payloadTypeOf(section, 'VP8/90000');
  if (payloadType === null || isRefused(section)) return null;
  return { direction: directionOf([...section, ...session]), payloadType };
}

function sectionsOf(lines: readonly string[]): {
  readonly session: readonly string[];
  readonly media: readonly (readonly string[])[];
} {
  const starts = lines.flatMap((line, index) => (line.startsWith('m=') ? [index] : []));
  return {
    session: lines.slice(0, starts[0]),
    media: starts.map((start, index) => lines.slice(start, starts[index + 1])),
  };
}

const isVideo = (section: readonly string[]): boolean => section[0]?.startsWith('m=video ') ?? false;

/** Port 0 also stands in offers where a section has no port of its own (RFC 8843 §6). */
const isRefused = (section: readonly string[]): boolean =>
  /^m=\S+ 0 /.test(section[0] ?? '') && !section.includes('a=bundle-only');

/** null: the section does not offer the format, or only explains it. */
function payloadTypeOf(section: readonly string[], format: string): number | null {
  const offered = section[0]?.split(' ').slice(3) ?? [];
  for (const line of section) {
    const [, type = '', name = ''] = /^a=rtpmap:(\d{1,3}) (\S+)/.exec(line) ?? [];
    if (name.toLowerCase() === format.toLowerCase() && offered.includes(type)) return Number(type);
  }
  return null;
}

const directionOf = (lines: readonly string[]): Direction =>
  (lines.find((line) => directionLine.test(line))?.slice('a='.length) ?? 'sendrecv') as Direction;

/** RFC 3264 §6.1, for a side that is always ready to receive, and to send unless `sending` is false. */
export function answerDirection(offered: Direction, sending = true): Direction {
  switch (offered) {
    case 'sendonly':
      return 'recvonly';
    case 'recvonly':
      return sending ? 'sendonly' : 'inactive';
    case 'sendrecv':
      return sending ? 'sendrecv' : 'recvonly';
    default:
      return offered;
  }
}

export const sends = (direction: Direction): boolean => direction === 'sendrecv' || direction === 'sendonly';

/**
 * A description of the contact's own stack, with the directions of sound and picture, the feedback on the picture that the
 * sandbox makes use of (RFC 4585), and an origin that stays the same but for the version (RFC 3264 §8).
 */
export function writeLocalDescription(
  sdp: string,
  directions: { readonly audio: Direction; readonly video: Direction },
  origin: { readonly id: number; readonly version: number },
): string {
  const { session, media } = sectionsOf(sdp.split(/\r?\n/).filter((line) => line !== ''));
  const withOrigin = session.map((line) =>
    line.startsWith('o=') ? `o=- ${origin.id} ${origin.version} IN IP4 127.0.0.1` : line,
  );
  const written = media.flatMap((section) => {
    const direction = isRefused(section) ? 'inactive' : isVideo(section) ? directions.video : directions.audio;
    return section.flatMap((line) => {
      if (directionLine.test(line)) return [`a=${direction}`];
      if (/^a=rtpmap:\d+ opus\//.test(line)) return [line, 'a=ptime:20'];
      const vp8 = /^a=rtpmap:(\d+) VP8\//.exec(line)?.[1];
      return vp8 === undefined ? [line] : [line, `a=rtcp-fb:${vp8} nack`, `a=rtcp-fb:${vp8} nack pli`];
    });
  });
  return joined([...withOrigin, ...written]);
}

function plainVideo(section: readonly string[], isFirst: boolean): readonly string[] {
  const [media = '', ...lines] = section.filter((line) => !line.startsWith('a=rtcp-fb:') && line !== 'a=bundle-only');
  const port = isFirst && !isRefused(section) ? 9 : 0;
  return [media.replace(/^m=video \d+/, `m=video ${port}`), ...lines];
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
