import { vi } from 'vitest';
import { FakeStream, FakeTrack, stubWebRtc } from './sip-peer-connection.ts';

type DeviceKind = 'audioinput' | 'audiooutput' | 'videoinput';

export interface FakeDevice {
  readonly kind: DeviceKind;
  readonly deviceId: string;
  readonly groupId: string;
  readonly label: string;
}

export const headset: FakeDevice = { kind: 'audioinput', deviceId: 'headset', groupId: 'g1', label: 'Headset' };
export const webcam: FakeDevice = { kind: 'audioinput', deviceId: 'webcam', groupId: 'g2', label: 'Webcam' };
export const speaker: FakeDevice = { kind: 'audiooutput', deviceId: 'speaker', groupId: 'g3', label: 'Speaker' };

export const camera: FakeDevice = { kind: 'videoinput', deviceId: 'camera', groupId: 'g4', label: 'Camera' };
export const otherCamera: FakeDevice = { kind: 'videoinput', deviceId: 'other', groupId: 'g5', label: 'Other camera' };

interface Wanted {
  readonly deviceId?: { readonly exact: string };
}

/** Stands for `navigator.mediaDevices`. The first microphone is the system's default. */
export class FakeMediaDevices extends EventTarget {
  devices: FakeDevice[] = [headset, webcam, speaker];
  /** Microphones and cameras that were opened, in order. */
  readonly opened: FakeTrack[] = [];
  /** While set, getUserMedia waits. */
  gate: Promise<void> | null = null;
  denied = false;

  async enumerateDevices(): Promise<FakeDevice[]> {
    const usual = this.devices.find(({ kind }) => kind === 'audioinput');
    const alias = usual === undefined ? [] : [{ ...usual, deviceId: 'default', label: `Default - ${usual.label}` }];
    return [...alias, ...this.devices];
  }

  async getUserMedia({ audio, video }: { audio?: Wanted; video?: Wanted }): Promise<FakeStream> {
    await this.gate;
    if (this.denied) throw new DOMException('denied', 'NotAllowedError');
    const inputs = this.devices.filter(({ kind }) => kind === (video === undefined ? 'audioinput' : 'videoinput'));
    const exact = (video ?? audio)?.deviceId?.exact;
    const found = exact === undefined ? inputs[0] : inputs.find(({ deviceId }) => deviceId === exact);
    if (found === undefined)
      throw new DOMException('none', exact === undefined ? 'NotFoundError' : 'OverconstrainedError');
    const id = exact === undefined && video === undefined ? 'default' : found.deviceId;
    const track = new FakeTrack(found.label, id, found.groupId, video === undefined ? 'audio' : 'video');
    this.opened.push(track);
    return new FakeStream([track]);
  }

  /** Plugs or unplugs; a microphone in use that is gone ends, as Chromium does. */
  plug(devices: readonly FakeDevice[]): void {
    this.devices = [...devices];
    for (const track of this.opened) {
      const there = devices.some(({ label }) => label === track.label);
      if (!there && track.readyState === 'live') track.unplug();
    }
    this.dispatchEvent(new Event('devicechange'));
  }

  get live(): readonly FakeTrack[] {
    return this.opened.flatMap((track) => [track, ...track.clones]).filter(({ readyState }) => readyState === 'live');
  }
}

class FakeParam {
  readonly values: number[] = [];
  setTargetAtTime(value: number): void {
    this.values.push(value);
  }
  cancelScheduledValues(): void {}
}

export class FakeNode {
  readonly to: FakeNode[] = [];
  readonly gain = new FakeParam();
  connect(node: FakeNode): void {
    this.to.push(node);
  }
  disconnect(): void {
    this.to.length = 0;
  }
}

export const audioContexts: FakeAudioContext[] = [];

export class FakeAudioContext {
  readonly destination = new FakeNode();
  readonly currentTime = 0;
  readonly audioWorklet = { addModule: async () => {} };
  state: 'suspended' | 'running' = 'suspended';
  sinkId: unknown;
  readonly sinks: unknown[] = [];
  /** A machine without a sound card. */
  static stuck = false;

  constructor({ sinkId }: { sinkId?: unknown } = {}) {
    this.sinkId = sinkId;
    audioContexts.push(this);
  }

  resume(): Promise<void> {
    if (FakeAudioContext.stuck) return new Promise(() => {});
    this.state = 'running';
    return Promise.resolve();
  }

  async suspend(): Promise<void> {
    this.state = 'suspended';
  }

  async setSinkId(sinkId: unknown): Promise<void> {
    this.sinks.push(sinkId);
    this.sinkId = sinkId;
  }
}

class FakeSourceNode extends FakeNode {
  readonly mediaStream: FakeStream;
  constructor(_context: unknown, { mediaStream }: { mediaStream: FakeStream }) {
    super();
    this.mediaStream = mediaStream;
    sourceNodes.push(this);
  }
}

/** What was tapped, in order. */
export const sourceNodes: FakeSourceNode[] = [];

class FakeDestinationNode extends FakeNode {
  readonly stream = new FakeStream([new FakeTrack('mixed')]);
}

export const worklets: { readonly port: { onmessage: ((event: unknown) => void) | null } }[] = [];

class FakeWorkletNode extends FakeNode {
  readonly port = { onmessage: null as ((event: unknown) => void) | null, postMessage: () => {} };
  constructor() {
    super();
    worklets.push(this);
  }
}

export const playing: FakeBufferSource[] = [];

export class FakeBufferSource extends FakeNode {
  readonly loop: boolean;
  readonly context: FakeAudioContext;
  onended: (() => void) | null = null;
  constructor(context: FakeAudioContext, { loop }: { loop: boolean }) {
    super();
    this.context = context;
    this.loop = loop;
  }
  start(): void {
    playing.push(this);
  }
  stop(): void {
    playing.splice(playing.indexOf(this), 1);
    this.onended?.();
  }
}

class FakeConstantSource extends FakeNode {
  start(): void {}
  stop(): void {}
}

export const recorders: FakeMediaRecorder[] = [];

/** Stands for the browser's MediaRecorder; the test says when a chunk is there. */
export class FakeMediaRecorder {
  state: 'inactive' | 'recording' = 'inactive';
  readonly mimeType = 'audio/webm;codecs=opus';
  readonly stream: FakeStream;
  ondataavailable: ((event: { data: Blob }) => void) | null = null;
  onstart: (() => void) | null = null;
  onstop: (() => void) | null = null;
  onerror: ((event: { error: Error }) => void) | null = null;

  constructor(stream: FakeStream) {
    this.stream = stream;
    recorders.push(this);
  }

  start(): void {
    this.state = 'recording';
    setTimeout(() => this.onstart?.(), 1);
  }

  chunk(bytes: number): void {
    this.ondataavailable?.({ data: new Blob([new Uint8Array(bytes)]) });
  }

  stop(): void {
    this.state = 'inactive';
    setTimeout(() => {
      this.chunk(3);
      this.onstop?.();
    }, 1);
  }

  break(): void {
    this.state = 'inactive';
    this.onerror?.({ error: new Error('encoder died') });
  }
}

export const audioElements: FakeAudio[] = [];

export class FakeAudio {
  autoplay = false;
  muted = false;
  srcObject: FakeStream | null = null;
  sinkId = '';
  constructor() {
    audioElements.push(this);
  }
  async play(): Promise<void> {}
  pause(): void {}
  async setSinkId(sinkId: string): Promise<void> {
    this.sinkId = sinkId;
  }
}

/** Puts a browser where the phone looks for one; vitest takes it away after the test. */
export function stubBrowser(): FakeMediaDevices {
  for (const list of [audioContexts, sourceNodes, worklets, playing, recorders, audioElements]) list.length = 0;
  FakeAudioContext.stuck = false;
  stubWebRtc();
  const mediaDevices = new FakeMediaDevices();
  vi.stubGlobal('navigator', { mediaDevices });
  vi.stubGlobal('AudioContext', FakeAudioContext);
  for (const name of ['GainNode', 'ChannelMergerNode']) vi.stubGlobal(name, FakeNode);
  vi.stubGlobal('MediaStreamAudioSourceNode', FakeSourceNode);
  vi.stubGlobal('MediaStreamAudioDestinationNode', FakeDestinationNode);
  vi.stubGlobal('AudioWorkletNode', FakeWorkletNode);
  vi.stubGlobal(
    'AudioBuffer',
    class {
      copyToChannel(): void {}
    },
  );
  vi.stubGlobal('AudioBufferSourceNode', FakeBufferSource);
  vi.stubGlobal('ConstantSourceNode', FakeConstantSource);
  vi.stubGlobal('MediaRecorder', FakeMediaRecorder);
  vi.stubGlobal('Audio', FakeAudio);
  return mediaDevices;
}
