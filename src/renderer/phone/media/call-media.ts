import { ok, type Result } from '#shared/result.ts';
import { type CallOutput, createCallOutput } from './call-output.ts';
import { type CallTap, createCallTap } from './call-tap.ts';
import type { Level, Peak } from './level-windows.ts';
import type { Microphone, MicrophoneLease } from './microphone.ts';
import type { SilentContext } from './silent-context.ts';

export interface CallMediaOptions {
  readonly microphone: Microphone;
  readonly silent: SilentContext;
  readonly outputDevice: () => string;
  /** Whether the agent may be heard now. */
  readonly microphoneOpen: () => boolean;
  readonly level: (level: Level) => void;
  readonly peak: (peak: Peak) => void;
  readonly log: (text: string) => void;
}

/** The sound of one call: microphone in, contact out, and a tap on both for meter and recorder. */
export class CallMedia {
  readonly #options: CallMediaOptions;
  #lease: MicrophoneLease | null = null;
  #connection: RTCPeerConnection | null = null;
  #output: CallOutput | null = null;
  #tap: CallTap | null = null;
  #contact: MediaStreamTrack | null = null;
  #silenced = false;

  constructor(options: CallMediaOptions) {
    this.#options = options;
  }

  /** The stream to send. `microphone`: none can be had. What was opened is closed by {@link releaseMicrophone} or {@link hangUp}. */
  async openMicrophone(): Promise<Result<MediaStream>> {
    this.releaseMicrophone();
    const acquired = await this.#options.microphone.acquire();
    if (!acquired.ok) return acquired;
    this.#lease = acquired.value;
    this.#lease.onChanged = (track) => this.#replaced(track);
    return ok(new MediaStream([acquired.value.track()]));
  }

  releaseMicrophone(): void {
    this.#lease?.release();
    this.#lease = null;
  }

  connect(connection: RTCPeerConnection): void {
    this.#connection = connection;
    connection.addEventListener('track', ({ track }) => {
      if (track.kind === 'audio' && this.#connection === connection) this.#heard(track);
    });
  }

  /** The call is answered: from now on it is metered. */
  begin(): void {
    const { silent, level, peak } = this.#options;
    this.#tap ??= createCallTap(silent, { level, peak });
    this.#tap.setAgent(this.#lease?.track() ?? null);
    this.#tap.setContact(this.#contact);
    // The device may have changed before there was anything to send on.
    const track = this.#lease?.track();
    if (track !== undefined && this.#sender()?.track !== track) void this.#replaced(track);
  }

  /** The contact is on hold here and is not to be heard. */
  silence(on: boolean): void {
    this.#silenced = on;
    this.#output?.setMuted(on);
  }

  setOutputDevice(deviceId: string): void {
    this.#output?.setDevice(deviceId);
  }

  /** Both sides in stereo; null before the call is answered. */
  record(): MediaStream | null {
    return this.#tap?.record() ?? null;
  }

  /** Nothing is heard or sent any more. The tap stays for a recorder that is finishing. */
  hangUp(): void {
    this.releaseMicrophone();
    this.#connection = null;
    this.#output?.close();
    this.#output = null;
  }

  close(): void {
    this.hangUp();
    this.#tap?.close();
    this.#tap = null;
  }

  #heard(track: MediaStreamTrack): void {
    this.#contact = track;
    this.#output ??= createCallOutput(this.#options.outputDevice(), this.#options.log);
    this.#output.setMuted(this.#silenced);
    this.#output.play(track);
    this.#tap?.setContact(track);
  }

  #sender(): RTCRtpSender | undefined {
    return this.#connection?.getSenders().find(({ track }) => track?.kind === 'audio');
  }

  async #replaced(track: MediaStreamTrack): Promise<void> {
    const sender = this.#sender();
    if (sender !== undefined) {
      await sender.replaceTrack(track);
      // Muting meanwhile went to the earlier track.
      track.enabled = this.#options.microphoneOpen();
    }
    this.#tap?.setAgent(track);
  }
}
