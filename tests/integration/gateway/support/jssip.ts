import JsSIP from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession';
import { onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';

const sdp = (type: string, direction: string): string =>
  [
    'v=0',
    `o=- ${Math.floor(Math.random() * 1e9)} 2 IN IP4 127.0.0.1`,
    `s=${type}`,
    't=0 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP4 127.0.0.1',
    'a=rtpmap:111 opus/48000/2',
    `a=${direction}`,
    '',
  ].join('\r\n');

/** Just enough of a peer connection for JsSIP's signalling: gathering is always complete. */
class SignallingOnlyPeerConnection extends EventTarget {
  iceGatheringState = 'complete';
  iceConnectionState = 'connected';
  signalingState = 'stable';
  localDescription: { type: string; sdp: string } | null = null;
  remoteDescription: { type: string; sdp: string } | null = null;
  addTrack(): void {}
  getSenders(): unknown[] {
    return [];
  }
  getReceivers(): unknown[] {
    return [];
  }
  async createOffer() {
    return { type: 'offer', sdp: sdp('offer', 'sendrecv') };
  }
  async createAnswer() {
    return { type: 'answer', sdp: sdp('answer', 'sendrecv') };
  }
  async setLocalDescription(description: { type: string; sdp: string }) {
    this.localDescription = description;
    this.signalingState = description.type === 'offer' ? 'have-local-offer' : 'stable';
  }
  async setRemoteDescription(description: { type: string; sdp: string }) {
    this.remoteDescription = description;
    this.signalingState = description.type === 'offer' ? 'have-remote-offer' : 'stable';
  }
  close(): void {
    this.signalingState = 'closed';
  }
}

class Description {
  readonly type: string;
  readonly sdp: string;
  constructor(init: { type: string; sdp: string }) {
    this.type = init.type;
    this.sdp = init.sdp;
  }
}

/** What JsSIP expects of a browser; taken away after the test. */
export function stubBrowser(): void {
  vi.stubGlobal('window', { RTCPeerConnection: SignallingOnlyPeerConnection });
  vi.stubGlobal('RTCPeerConnection', SignallingOnlyPeerConnection);
  vi.stubGlobal('RTCSessionDescription', Description);
}

/** A JsSIP socket over `ws` whose every connection asks for its address anew, and which a test can cut. */
export class TestJsSipSocket {
  via_transport = 'WS';
  url = 'ws://cornetta.invalid';
  sip_uri = 'sip:cornetta.invalid;transport=ws';
  onconnect = (): void => {};
  ondisconnect = (_error: boolean, _code?: number, _reason?: string): void => {};
  ondata = (_text: string): void => {};
  private readonly address: () => Promise<string>;
  private socket: WebSocket | null = null;
  private retired = false;

  constructor(address: () => Promise<string>) {
    this.address = address;
  }

  connect(): void {
    if (this.retired) return;
    void this.address().then((address) => {
      const socket = new WebSocket(address, ['sip']);
      this.socket = socket;
      socket.on('open', () => this.onconnect());
      socket.on('message', (data) => this.ondata(data.toString()));
      socket.on('error', () => {});
      socket.on('close', (code, reason) => {
        if (this.socket === socket) this.ondisconnect(true, code, reason.toString());
      });
    });
  }

  disconnect(): void {
    const { socket } = this;
    this.socket = null;
    socket?.close();
  }

  send(message: string | ArrayBufferLike): boolean {
    if (!this.isConnected()) return false;
    this.socket?.send(message.toString());
    return true;
  }

  isConnected(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  isConnecting(): boolean {
    return this.socket?.readyState === WebSocket.CONNECTING;
  }

  cut(): void {
    this.socket?.terminate();
  }

  /** The test is over: JsSIP would go on connecting for ever. */
  retire(): void {
    this.retired = true;
    this.disconnect();
  }
}

export interface JsSipPhone {
  readonly ua: JsSIP.UA;
  readonly socket: TestJsSipSocket;
  /** Sessions in the order in which they came. */
  readonly sessions: RTCSession[];
  readonly happened: string[];
}

type Configuration = Partial<ConstructorParameters<typeof JsSIP.UA>[0]>;

/** The real JsSIP, as an agent's phone. */
export function jsSipPhone(address: () => Promise<string>, agentId: string, over: Configuration = {}): JsSipPhone {
  const socket = new TestJsSipSocket(address);
  const ua = new JsSIP.UA({
    sockets: [socket as never],
    uri: `sip:${agentId}@cornetta.invalid`,
    session_timers: false,
    connection_recovery_min_interval: 1,
    connection_recovery_max_interval: 1,
    ...over,
  });
  const sessions: RTCSession[] = [];
  const happened: string[] = [];
  ua.on('registered', () => happened.push('registered'));
  ua.on('unregistered', () => happened.push('unregistered'));
  ua.on('registrationFailed', ({ cause }) => happened.push(`registrationFailed ${cause}`));
  ua.on('newRTCSession', (event: { session: RTCSession }) => {
    const { session } = event;
    sessions.push(session);
    for (const name of ['progress', 'accepted', 'confirmed', 'hold', 'unhold'] as const)
      session.on(name, () => happened.push(name));
    for (const name of ['ended', 'failed'] as const)
      session.on(name, ({ cause }: { cause: string }) => happened.push(`${name} ${cause}`));
  });
  ua.start();
  onTestFinished(() => {
    ua.stop();
    socket.retire();
  });
  return { ua, socket, sessions, happened };
}

/** A stream without tracks: media is not what these tests are about. */
export const noMedia = {
  getTracks: () => [],
  getAudioTracks: () => [],
  getVideoTracks: () => [],
} as unknown as MediaStream;
