import { describe, expect, it } from 'vitest';
import {
  answerDirection,
  readRemoteDescription,
  sends,
  writeLocalDescription,
} from '../../../src/gateway/connectors/sandbox/media/session-description.ts';

/** What Chromium 130 offers for one microphone, shortened. */
const chromium = [
  'v=0',
  'o=- 6033775529350619419 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'm=audio 58726 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126',
  'c=IN IP4 127.0.0.1',
  'a=candidate:2626500301 1 udp 2122194687 127.0.0.1 58726 typ host generation 0 network-id 3',
  'a=candidate:850438465 1 udp 2122063615 192.0.2.2 54585 typ host generation 0 network-id 1',
  'a=candidate:2979324438 1 udp 2122267903 ::1 53574 typ host generation 0 network-id 4',
  'a=candidate:1 1 udp 2122267903 8f2a.local 53574 typ host generation 0',
  'a=candidate:3 1 tcp 1518280447 127.0.0.1 9 typ host tcptype active generation 0',
  'a=end-of-candidates',
  'a=ice-ufrag:7E69',
  'a=ice-pwd:/+Snn2wk/C3DNjQFYkOZoETa',
  'a=fingerprint:sha-256 0C:BB',
  'a=setup:actpass',
  'a=mid:0',
  'a=sendonly',
  'a=rtcp-mux',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:110 telephone-event/48000',
  'a=fmtp:110 0-16',
  'a=rtpmap:126 telephone-event/8000',
  '',
];
const sdp = chromium.join('\r\n');
const without = (pattern: RegExp): string => chromium.filter((line) => !pattern.test(line)).join('\r\n');
const read = (text: string) => {
  const description = readRemoteDescription(text);
  if (!description.ok) throw new Error(description.error.detail);
  return description.value;
};
const linesOf = (text: string): string[] => text.split('\r\n');

describe('an agent’s description', () => {
  it('keeps only the loopback candidate where there is one', () => {
    expect(linesOf(read(sdp).sdp).filter((line) => line.includes('candidate'))).toEqual([chromium[7]]);
  });

  it('keeps other IPv4 addresses where there is none, and no names of multicast DNS', () => {
    expect(linesOf(read(without(/127\.0\.0\.1 \d+ typ/)).sdp).filter((line) => line.includes('candidate'))).toEqual([
      chromium[8],
    ]);
  });

  it('may come without candidates', () => {
    expect(read(without(/candidate/)).sdp).not.toContain('candidate');
  });

  it('loses digits of 48 kHz and keeps those of 8 kHz', () => {
    const lines = linesOf(read(sdp).sdp);
    expect(lines).toContain('m=audio 58726 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 126');
    expect(lines.filter((line) => line.includes(':110'))).toEqual([]);
    expect(lines).toContain('a=rtpmap:126 telephone-event/8000');
  });

  it.each(['sendrecv', 'sendonly', 'recvonly', 'inactive'] as const)(
    'that says %s is passed on as sendrecv',
    (direction) => {
      const description = read(sdp.replace('a=sendonly', `a=${direction}`));
      expect(description.direction).toBe(direction);
      expect(linesOf(description.sdp).filter((line) => /^a=(send|recv|inactive)/.test(line))).toEqual(['a=sendrecv']);
    },
  );

  it('without a direction means both ways', () => {
    const description = read(without(/^a=sendonly/));
    expect(description.direction).toBe('sendrecv');
    expect(description.sdp).toContain('a=sendrecv');
  });

  it('may give the direction and the transport for the whole session', () => {
    const whole = [
      'v=0',
      'a=inactive',
      'a=ice-ufrag:whole',
      ...chromium.slice(1).filter((line) => !/^a=(sendonly|ice-ufrag)/.test(line)),
    ];
    expect(read(whole.join('\n'))).toMatchObject({ direction: 'inactive', iceUfrag: 'whole' });
  });

  it.each([
    ['nothing', '', /has no audio/],
    ['something else', 'hello', /has no audio/],
    ['no audio', without(/^m=audio/), /has no audio/],
    ['audio refused', sdp.replace('m=audio 58726', 'm=audio 0'), /refuses audio/],
    ['no ICE user', without(/ice-ufrag/), /no ice-ufrag/],
    ['no ICE password', without(/ice-pwd/), /no ice-pwd/],
    ['no fingerprint', without(/fingerprint/), /no fingerprint/],
    ['no DTLS role', without(/setup/), /no setup/],
    ['no Opus', without(/opus/), /no Opus/],
    ['Opus that is explained but not offered', sdp.replace('SAVPF 111', 'SAVPF'), /no Opus/],
    ['a flood', sdp + 'a=x\r\n'.repeat(20_000), /too long/],
  ])('with %s is refused', (_, text, reason) => {
    expect(readRemoteDescription(text)).toMatchObject({
      ok: false,
      error: { code: 'invalid', detail: expect.stringMatching(reason) },
    });
  });
});

/** What Chromium 130 adds for a camera, shortened. */
const picture = [
  'm=video 9 UDP/TLS/RTP/SAVPF 102 96 97',
  'c=IN IP4 0.0.0.0',
  'a=ice-ufrag:7E69',
  'a=ice-pwd:/+Snn2wk/C3DNjQFYkOZoETa',
  'a=fingerprint:sha-256 0C:BB',
  'a=setup:actpass',
  'a=mid:1',
  'a=recvonly',
  'a=rtcp-mux',
  'a=rtpmap:102 H264/90000',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 transport-cc',
  'a=rtcp-fb:96 nack pli',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  '',
].join('\r\n');

describe('the picture in an agent’s description', () => {
  it('has a direction and a VP8 of its own', () => {
    const description = read(sdp + picture);
    expect(description).toMatchObject({ direction: 'sendonly', video: { direction: 'recvonly', payloadType: 96 } });
    const lines = linesOf(description.sdp);
    expect(lines.filter((line) => /^a=(send|recv|inactive)/.test(line))).toEqual(['a=sendrecv', 'a=sendrecv']);
    expect(lines.filter((line) => line.startsWith('a=rtcp-fb:'))).toEqual([]);
    expect(lines).toContain('m=video 9 UDP/TLS/RTP/SAVPF 102 96 97');
  });

  it.each([
    ['is not there', ''],
    ['is refused', picture.replace('m=video 9', 'm=video 0')],
    ['has no VP8', picture.replace('VP8', 'VP9')],
    ['explains VP8, and does not offer it', picture.replace('102 96 97', '102 97')],
  ])('that %s is none', (_, text) => {
    expect(read(sdp + text).video).toBeNull();
  });

  it('may have no port of its own beside the sound', () => {
    const bundled = picture.replace('m=video 9', 'm=video 0').replace('a=mid:1', 'a=mid:1\r\na=bundle-only');
    const description = read(sdp + bundled);
    expect(description.video).toEqual({ direction: 'recvonly', payloadType: 96 });
    expect(description.sdp).toContain('m=video 9 UDP');
    expect(description.sdp).not.toContain('bundle-only');
  });

  it('is the first one; a second one is refused', () => {
    const lines = linesOf(read(sdp + picture + picture.replace('a=mid:1', 'a=mid:2')).sdp);
    expect(lines.filter((line) => line.startsWith('m=video'))).toEqual([
      'm=video 9 UDP/TLS/RTP/SAVPF 102 96 97',
      'm=video 0 UDP/TLS/RTP/SAVPF 102 96 97',
    ]);
  });
});

describe('the answer to a direction', () => {
  it.each([
    ['sendrecv', 'sendrecv', true],
    ['sendonly', 'recvonly', false],
    ['recvonly', 'sendonly', true],
    ['inactive', 'inactive', false],
  ] as const)('%s is %s', (offered, answered, talks) => {
    expect(answerDirection(offered)).toBe(answered);
    expect(sends(answered)).toBe(talks);
  });
});

describe('the answer of a contact that is not to be seen', () => {
  it.each([
    ['sendrecv', 'recvonly'],
    ['sendonly', 'recvonly'],
    ['recvonly', 'inactive'],
    ['inactive', 'inactive'],
  ] as const)('to %s is %s', (offered, answered) => {
    expect(answerDirection(offered, false)).toBe(answered);
  });
});

describe('a contact’s description', () => {
  const origin = { id: 42, version: 3 };

  it('has a stable origin, the packet time, and the direction asked for', () => {
    const lines = linesOf(writeLocalDescription(sdp, { audio: 'recvonly', video: 'inactive' }, origin));
    expect(lines[1]).toBe('o=- 42 3 IN IP4 127.0.0.1');
    expect(lines).toContain('a=recvonly');
    expect(lines).not.toContain('a=sendonly');
    expect(lines[lines.indexOf('a=rtpmap:111 opus/48000/2') + 1]).toBe('a=ptime:20');
    expect(lines.at(-1)).toBe('');
  });

  it('has a direction for the picture too, and says what it does about losses', () => {
    const lines = linesOf(writeLocalDescription(sdp + picture, { audio: 'sendrecv', video: 'sendonly' }, origin));
    expect(lines.filter((line) => /^a=(send|recv|inactive)/.test(line))).toEqual(['a=sendrecv', 'a=sendonly']);
    const vp8 = lines.indexOf('a=rtpmap:96 VP8/90000');
    expect(lines.slice(vp8 + 1, vp8 + 3)).toEqual(['a=rtcp-fb:96 nack', 'a=rtcp-fb:96 nack pli']);
  });

  it('has no direction for a picture that it refuses', () => {
    const refused = picture.replace('m=video 9', 'm=video 0');
    const lines = linesOf(writeLocalDescription(sdp + refused, { audio: 'sendrecv', video: 'sendrecv' }, origin));
    expect(lines.filter((line) => /^a=(send|recv|inactive)/.test(line))).toEqual(['a=sendrecv', 'a=inactive']);
  });

  it('is otherwise unchanged', () => {
    const unchanged = linesOf(writeLocalDescription(sdp, { audio: 'sendonly', video: 'inactive' }, origin)).filter(
      (line) => line !== 'a=ptime:20',
    );
    expect(unchanged.toSpliced(1, 1)).toEqual(chromium.toSpliced(1, 1));
  });
});
