import type { CallKind } from '#shared/contracts/identifiers.ts';
import type { PhoneToMain } from '#shared/contracts/phone.ts';
import type { Reaction } from '#shared/contracts/reaction.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { CallMedia } from '../media/call-media.ts';
import type { Camera } from '../media/camera.ts';
import type { Level } from '../media/level-windows.ts';
import type { Microphone } from '../media/microphone.ts';
import { monitorQuality } from '../media/quality-monitor.ts';
import type { SilentContext } from '../media/silent-context.ts';
import type { Pictures } from '../pictures/pictures.ts';
import { PeakBuffer } from '../recorder/peak-buffer.ts';
import type { Recordings } from '../recorder/recordings.ts';
import type { CallEnd } from '../sip/call-end.ts';
import type { SipCall, SipCallEvents } from '../sip/sip-agent.ts';
import { CallPictures } from './call-pictures.ts';

export interface CallParts {
  readonly send: (message: PhoneToMain) => void;
  readonly microphone: Microphone;
  readonly camera: Camera;
  readonly pictures: Pictures;
  readonly silent: SilentContext;
  readonly recordings: Recordings;
  readonly outputDevice: () => string;
  readonly log: (text: string) => void;
  /** Resolves with the call: nothing of it is left. */
  readonly onOver: (call: PhoneCall, done: Promise<void>) => void;
}

/** Quieter than this nobody speaks; -54 dBFS. */
const silentLevel = 0.002;

/** One call as main sees it: SIP and sound together. */
export class PhoneCall {
  readonly callId: string;
  /** What the SIP side reports. */
  readonly events: SipCallEvents;
  readonly #parts: CallParts;
  readonly #media: CallMedia;
  /** null: a voice call. */
  readonly #pictures: CallPictures | null;
  readonly #peaks = new PeakBuffer();
  #sip: SipCall | null = null;
  #answering: Promise<unknown> = Promise.resolve();
  #connection: RTCPeerConnection | null = null;
  #stopQuality: () => void = () => {};
  #recordingId: string | null = null;
  #quiet = false;
  #abandoned = false;

  constructor(callId: string, kind: CallKind, parts: CallParts) {
    this.callId = callId;
    this.#parts = parts;
    this.#media = new CallMedia({
      ...parts,
      microphoneOpen: () => this.#sip?.microphoneOpen() === true,
      level: (level) => this.#level(level),
      peak: (peak) => {
        if (this.#recordingId !== null) this.#peaks.push(peak);
      },
    });
    const { send } = parts;
    this.#pictures =
      kind === 'voice'
        ? null
        : new CallPictures({ ...parts, report: (state) => send({ type: 'call.pictures', callId, ...state }) });
    this.events = {
      ringing: () => send({ type: 'call.ringing', callId }),
      connection: (connection) => {
        this.#connection = connection;
        this.#media.connect(connection);
      },
      accepted: () => this.#accepted(),
      media: (state) => send({ type: 'call.media', callId, state }),
      held: (by, on) => {
        if (by === 'local') this.#media.silence(on);
        this.#pictures?.hold(by, on);
        send({ type: 'call.held', callId, by, on });
      },
      videoLine: (line) => this.#pictures?.line(line),
      takesReactions: () => send({ type: 'call.takesReactions', callId }),
      reaction: (reaction) => send({ type: 'call.reaction', callId, reaction }),
      ended: (end) => this.#ended(end),
    };
  }

  offered(sip: SipCall): void {
    this.#sip = sip;
  }

  /** Calls out; `dial` starts the SIP side with the stream to send. `microphone`: there is none, and nothing was dialled. */
  async place(camera: boolean, dial: (stream: MediaStream) => Result<SipCall>): Promise<Result<null>> {
    if (camera) void this.#pictures?.set(true);
    const opened = await this.#media.openMicrophone();
    const dialled = opened.ok && !this.#abandoned ? dial(opened.value) : opened.ok ? fail('gone') : opened;
    if (dialled.ok) {
      this.#sip = dialled.value;
      return ok(null);
    }
    this.#media.close();
    this.#pictures?.close();
    return dialled;
  }

  answer(camera: boolean): Promise<Result<null>> {
    const answer = this.#answering.then(() => this.#answer(camera));
    this.#answering = answer;
    return answer;
  }

  decline(busy: boolean): Result<null> {
    if (this.#sip === null || this.#sip.direction === 'outgoing' || this.#sip.answered) return this.hangUp();
    if (this.#sip.over) return fail('gone');
    this.#sip.decline(busy);
    return ok(null);
  }

  hangUp(): Result<null> {
    if (this.#sip?.over === true) return fail('gone');
    // Being placed, while the microphone opens: it will not be dialled.
    this.#abandoned = true;
    this.#sip?.hangUp();
    return ok(null);
  }

  async mute(on: boolean): Promise<Result<null>> {
    await this.#answering;
    const result = this.#sip?.mute(on) ?? fail('gone');
    if (result.ok) this.#parts.send({ type: 'call.muted', callId: this.callId, on });
    return result;
  }

  async camera(on: boolean): Promise<Result<null>> {
    await this.#answering;
    if (this.#sip === null || this.#sip.over) return fail('gone');
    return this.#pictures?.set(on) ?? fail('unsupported', 'a voice call');
  }

  async react(reaction: Reaction): Promise<Result<null>> {
    await this.#answering;
    return this.#sip?.react(reaction) ?? fail('gone');
  }

  async hold(on: boolean): Promise<Result<null>> {
    await this.#answering;
    return this.#sip?.hold(on) ?? fail('gone');
  }

  async dtmf(tones: string): Promise<Result<null>> {
    await this.#answering;
    return this.#sip?.dtmf(tones) ?? fail('gone');
  }

  async record(recordingId: string): Promise<Result<null>> {
    await this.#answering;
    if (this.#sip === null || this.#sip.over) return fail('gone');
    if (this.#recordingId !== null && this.#parts.recordings.runs(this.#recordingId)) {
      return fail('invalid', 'the call is being recorded');
    }
    const stream = this.#media.record();
    if (stream === null) return fail(this.#sip.answered ? 'media' : 'invalid', 'there is nothing to record');
    this.#peaks.take();
    const started = this.#parts.recordings.start(recordingId, stream, this.#peaks);
    if (started.ok) this.#recordingId = recordingId;
    return started;
  }

  /** null: it is not a recording of this call. */
  stopRecording(recordingId: string): Promise<Result<null>> | null {
    if (this.#recordingId !== recordingId) return null;
    return this.#stopRecording();
  }

  routeOutput(deviceId: string): void {
    this.#media.setOutputDevice(deviceId);
  }

  async #answer(camera: boolean): Promise<Result<null>> {
    const sip = this.#sip;
    if (sip === null) return fail('gone');
    const obstacle = sip.unanswerable();
    if (obstacle !== null) return fail(obstacle);
    // Nobody waits for a camera: its picture follows.
    if (camera) void this.#pictures?.set(true);
    const opened = await this.#media.openMicrophone();
    // The caller may have given up while the microphone opened; then nobody must go on listening.
    const result = opened.ok ? (sip.over ? fail('gone') : await sip.answer(opened.value)) : opened;
    if (result.ok) return ok(null);
    this.#media.releaseMicrophone();
    void this.#pictures?.set(false);
    return result;
  }

  #accepted(): void {
    const { callId } = this;
    this.#parts.send({ type: 'call.accepted', callId });
    this.#pictures?.accepted();
    try {
      this.#media.begin();
    } catch (error) {
      this.#parts.log(`no meter and no recording for this call: ${String(error)}`);
    }
    if (this.#connection === null) return;
    this.#stopQuality = monitorQuality(this.#connection, (quality) =>
      this.#parts.send({ type: 'call.quality', callId, ...quality }),
    );
  }

  #level({ agent, contact }: Level): void {
    if (this.#sip === null || this.#sip.over) return;
    const quiet = agent < silentLevel && contact < silentLevel;
    if (quiet && this.#quiet) return;
    this.#quiet = quiet;
    this.#parts.send({ type: 'levels', callId: this.callId, agent, contact });
  }

  async #stopRecording(): Promise<Result<null>> {
    if (this.#recordingId === null) return ok(null);
    const stopped = this.#parts.recordings.stop(this.#recordingId);
    const result = await stopped;
    this.#recordingId = null;
    return result;
  }

  #ended(end: CallEnd): void {
    this.#stopQuality();
    this.#media.hangUp();
    this.#pictures?.close();
    this.#parts.send({ type: 'call.ended', callId: this.callId, ...end });
    this.#parts.onOver(
      this,
      this.#stopRecording().then(() => this.#media.close()),
    );
  }
}
