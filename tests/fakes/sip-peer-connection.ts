import { vi } from 'vitest';
import { audioSdp } from './sip-text.ts';

class FakeSender {
  readonly dtmf = {
    canInsertDTMF: true,
    toneBuffer: '',
    sent: [] as string[],
    insertDTMF(tones: string) {
      this.sent.push(tones);
    },
  };
  track: FakeTrack | null;

  constructor(track: FakeTrack | null) {
    this.track = track;
  }

  async replaceTrack(track: FakeTrack | null): Promise<void> {
    this.track = track;
  }
}

/** Stands for a microphone or a remote track. */
export class FakeTrack extends EventTarget {
  readonly kind: 'audio' | 'video';
  readonly label: string;
  readonly settings: { deviceId: string; groupId: string };
  enabled = true;
  muted = false;
  readyState: 'live' | 'ended' = 'live';
  readonly clones: FakeTrack[] = [];

  constructor(label = 'microphone', deviceId = 'default', groupId = label, kind: FakeTrack['kind'] = 'audio') {
    super();
    this.kind = kind;
    this.label = label;
    this.settings = { deviceId, groupId };
  }

  clone(): FakeTrack {
    const copy = new FakeTrack(this.label, this.settings.deviceId, this.settings.groupId, this.kind);
    copy.enabled = this.enabled;
    this.clones.push(copy);
    return copy;
  }

  getSettings() {
    return this.settings;
  }

  stop(): void {
    this.readyState = 'ended';
  }

  /** Unplugged. */
  unplug(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}

export class FakeStream {
  readonly #tracks: FakeTrack[];

  constructor(tracks: readonly FakeTrack[] = []) {
    this.#tracks = [...tracks];
  }

  getTracks(): FakeTrack[] {
    return [...this.#tracks];
  }

  getAudioTracks(): FakeTrack[] {
    return this.#tracks.filter(({ kind }) => kind === 'audio');
  }

  getVideoTracks(): FakeTrack[] {
    return this.#tracks.filter(({ kind }) => kind === 'video');
  }

  removeTrack(track: FakeTrack): void {
    this.#tracks.splice(this.#tracks.indexOf(track), 1);
  }
}

/** A line for sound or pictures, as the two sides agreed on it. */
export class FakeTransceiver {
  readonly receiver: { readonly track: FakeTrack };
  readonly sender = new FakeSender(null);
  direction: RTCRtpTransceiverDirection;
  currentDirection: RTCRtpTransceiverDirection | null = null;

  constructor(kind: FakeTrack['kind'], direction: RTCRtpTransceiverDirection) {
    this.receiver = { track: new FakeTrack(`contact ${kind}`, '', '', kind) };
    this.direction = direction;
  }
}

/** How the browser's ICE behaves in a test. */
export const ice = {
  /** Candidates that gathering finds, and when. */
  candidates: [{ type: 'host', after: 2 }] as readonly { readonly type: string; readonly after: number }[],
  /** When gathering is complete; null: never. */
  completeAfter: 40_000 as number | null,
};

/** What the far end makes of a line for pictures that is offered or answered with `sendrecv`. */
export const farEnd = { video: 'sendrecv' as RTCRtpTransceiverDirection };

export const peerConnections: FakePeerConnection[] = [];

/** Stands for the browser's RTCPeerConnection: its signalling states, and ICE as the test says. */
export class FakePeerConnection extends EventTarget {
  signalingState: RTCSignalingState = 'stable';
  iceGatheringState: RTCIceGatheringState = 'new';
  iceConnectionState: RTCIceConnectionState = 'new';
  connectionState: RTCPeerConnectionState = 'new';
  localDescription: { type: string; sdp: string } | null = null;
  remoteDescription: { type: string; sdp: string } | null = null;
  readonly offers: unknown[] = [];
  readonly audio = new FakeTransceiver('audio', 'sendrecv');
  readonly video = new FakeTransceiver('video', 'recvonly');
  /** In the order in which they were added. */
  readonly added: string[] = [];
  readonly #senders: FakeSender[] = [];

  constructor() {
    super();
    peerConnections.push(this);
  }

  addTrack(track: FakeTrack): FakeSender {
    const sender = new FakeSender(track);
    this.#senders.push(sender);
    return sender;
  }

  getSenders(): FakeSender[] {
    return this.#senders;
  }

  getTransceivers(): readonly FakeTransceiver[] {
    return [this.audio, this.video];
  }

  addTransceiver(
    kind: FakeTrack['kind'],
    { direction }: { readonly direction: RTCRtpTransceiverDirection },
  ): FakeTransceiver {
    this.added.push(kind);
    this[kind].direction = direction;
    return this[kind];
  }

  async createOffer(options: unknown): Promise<{ type: string; sdp: string }> {
    this.offers.push(options);
    return { type: 'offer', sdp: audioSdp() };
  }

  async createAnswer(): Promise<{ type: string; sdp: string }> {
    return { type: 'answer', sdp: audioSdp() };
  }

  async setLocalDescription(description: { type: string; sdp?: string }): Promise<void> {
    if (description.type === 'rollback') {
      this.#signal('stable');
      return;
    }
    this.localDescription = { type: description.type, sdp: description.sdp ?? '' };
    this.#signal(description.type === 'offer' ? 'have-local-offer' : 'stable');
    this.#gather();
  }

  async setRemoteDescription(description: { type: string; sdp: string }): Promise<void> {
    if (description.type === 'answer' && this.signalingState !== 'have-local-offer') {
      throw new Error(`Called in wrong state: ${this.signalingState}`);
    }
    this.remoteDescription = { type: description.type, sdp: description.sdp };
    this.#signal(description.type === 'offer' ? 'have-remote-offer' : 'stable');
  }

  async getStats(): Promise<Map<string, unknown>> {
    return new Map();
  }

  close(): void {
    this.connectionState = 'closed';
    this.#signal('closed');
  }

  /** The media path changes. */
  become(state: RTCPeerConnectionState & RTCIceConnectionState): void {
    this.connectionState = state;
    this.iceConnectionState = state;
    this.dispatchEvent(new Event('iceconnectionstatechange'));
    this.dispatchEvent(new Event('connectionstatechange'));
  }

  #signal(state: RTCSignalingState): void {
    if (this.signalingState === state) return;
    this.signalingState = state;
    if (state === 'stable')
      this.video.currentDirection = this.video.direction === 'sendrecv' ? farEnd.video : this.video.direction;
    this.dispatchEvent(new Event('signalingstatechange'));
  }

  #found(type: string): void {
    if (this.localDescription !== null)
      this.localDescription.sdp += `a=candidate:1 1 udp 1 127.0.0.1 9 typ ${type}\r\n`;
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: { type } }));
  }

  #gather(): void {
    this.iceGatheringState = 'gathering';
    for (const { type, after } of ice.candidates) {
      setTimeout(() => this.#found(type), after);
    }
    if (ice.completeAfter === null) return;
    setTimeout(() => {
      this.iceGatheringState = 'complete';
      this.dispatchEvent(new Event('icegatheringstatechange'));
    }, ice.completeAfter);
  }
}

/** Puts the fake where JsSIP looks for the browser; vitest takes it away after the test. */
export function stubWebRtc(): void {
  peerConnections.length = 0;
  ice.candidates = [{ type: 'host', after: 2 }];
  ice.completeAfter = 40_000;
  farEnd.video = 'sendrecv';
  vi.stubGlobal('window', { RTCPeerConnection: FakePeerConnection });
  vi.stubGlobal('RTCPeerConnection', FakePeerConnection);
  vi.stubGlobal(
    'RTCSessionDescription',
    class {
      readonly type: string;
      readonly sdp: string;
      constructor({ type, sdp }: { type: string; sdp: string }) {
        this.type = type;
        this.sdp = sdp;
      }
    },
  );
  vi.stubGlobal('MediaStream', FakeStream);
}

export function lastPeerConnection(): FakePeerConnection {
  const connection = peerConnections.at(-1);
  if (connection === undefined) throw new Error('no peer connection was made');
  return connection;
}

/** A stream for what wants the browser's. */
export const fakeStream = (): MediaStream => new FakeStream([new FakeTrack()]) as unknown as MediaStream;
