import type { PhoneEvent } from '#shared/contracts/phone.ts';
import { ok, type Result } from '#shared/result.ts';
import { type OpenMicrophone, openMicrophone } from './open-microphone.ts';
import type { Silence } from './silence.ts';

export type MicrophoneProblem = Omit<PhoneEvent<'device.problem'>, 'type'>;

/** One user's own copy of the microphone: enabling, disabling and stopping it touches nobody else's. */
export interface MicrophoneLease {
  readonly track: () => MediaStreamTrack;
  /** The device changed: take this track from now on. The earlier one is stopped once the promise settles. */
  onReplaced: ((track: MediaStreamTrack) => Promise<void>) | null;
  release(): void;
}

export interface MicrophoneOptions {
  readonly silence: () => Silence;
  readonly onProblem: (problem: MicrophoneProblem) => void;
}

interface Holder {
  lease: MicrophoneLease;
  track: MediaStreamTrack;
}

/** A device that is in use elsewhere sends no event when it is free again. */
const retryMs = 3000;

/** The microphone, open as long as anybody uses it. Follows the agent's choice and what is plugged in, also during a call. */
export class Microphone {
  readonly #options: MicrophoneOptions;
  readonly #holders = new Set<Holder>();
  #users = 0;
  #preferred: string | null = null;
  /** Label of the device that the agent was told of, or expects anyway. */
  #known: string | null = null;
  #opening: Promise<Result<OpenMicrophone>> | null = null;
  #open: OpenMicrophone | null = null;
  #silence: Silence | null = null;
  #changes: Promise<void> = Promise.resolve();
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(options: MicrophoneOptions) {
    this.#options = options;
  }

  /** `microphone`: none can be had. The lease must be released. */
  async acquire(): Promise<Result<MicrophoneLease>> {
    this.#users += 1;
    const opened = await this.#ensureOpen();
    if (!opened.ok) {
      this.#leave();
      return opened;
    }
    const holder: Holder = {
      track: (this.#open ?? opened.value).track.clone(),
      lease: { track: () => holder.track, onReplaced: null, release: () => this.#release(holder) },
    };
    this.#holders.add(holder);
    return ok(holder.lease);
  }

  /** null: the system's default. */
  prefer(deviceId: string | null): void {
    if (deviceId === this.#preferred) return;
    this.#preferred = deviceId;
    this.#known = null;
    this.#change(() => this.#swap());
  }

  /** Something was plugged or unplugged. */
  devicesChanged(): void {
    this.#change(async () => {
      if (this.#opening !== null) return;
      if (this.#open === null || (await this.#isOutdated(this.#open))) await this.#swap();
    });
  }

  async #ensureOpen(): Promise<Result<OpenMicrophone>> {
    if (this.#open !== null) return ok(this.#open);
    this.#opening ??= openMicrophone(this.#preferred).finally(() => {
      this.#opening = null;
    });
    const result = await this.#opening;
    if (!result.ok) {
      this.#report(result.error.detail);
    } else if (this.#open === null) {
      this.#take(result.value);
    } else if (this.#open !== result.value) {
      // Another choice was made while this one opened.
      result.value.track.stop();
    }
    return result;
  }

  #take(opened: OpenMicrophone): void {
    this.#open = opened;
    opened.track.addEventListener('ended', () => {
      if (this.#open === opened) this.#change(() => this.#swap());
    });
    // Worth a word only where it is another one than the agent chose, or than was in use before, and only once.
    const expected = this.#known === null ? opened.asWanted : this.#known === opened.label;
    this.#known = opened.label;
    if (!expected)
      this.#options.onProblem({ problem: 'microphone-changed', label: opened.label.slice(0, 500) || null });
  }

  #change(step: () => Promise<void>): void {
    this.#changes = this.#changes.then(() => (this.#users > 0 ? step() : undefined)).catch(() => undefined);
  }

  /** Is another device due: the chosen one is back, or the system has another default? */
  async #isOutdated(open: OpenMicrophone): Promise<boolean> {
    if (open.track.readyState === 'ended') return true;
    const devices = await navigator.mediaDevices.enumerateDevices();
    const inputs = devices.filter(({ kind }) => kind === 'audioinput');
    const chosen = inputs.find(({ deviceId }) => deviceId === this.#preferred);
    if (chosen !== undefined) return open.deviceId !== chosen.deviceId;
    const usual = inputs.find(({ deviceId }) => deviceId === 'default');
    return usual !== undefined && open.groupId !== '' && usual.groupId !== open.groupId;
  }

  async #swap(): Promise<void> {
    clearTimeout(this.#retry);
    if (this.#users === 0) return;
    const earlier = this.#open;
    const result = await openMicrophone(this.#preferred);
    if (this.#users === 0) {
      if (result.ok) result.value.track.stop();
      return;
    }
    if (!result.ok) {
      await this.#fallSilent(result.error.detail);
      return;
    }
    this.#open = null;
    this.#take(result.value);
    await this.#replaceAll(() => result.value.track.clone());
    earlier?.track.stop();
    this.#silence?.stop();
    this.#silence = null;
  }

  /** No microphone is left: calls go on, with silence, until there is one again. */
  async #fallSilent(error: string | undefined): Promise<void> {
    this.#retry = setTimeout(() => this.#change(() => this.#swap()), retryMs);
    if (this.#open !== null && this.#open.track.readyState === 'live') return;
    this.#open = null;
    if (this.#silence !== null) return;
    this.#report(error);
    this.#silence = this.#options.silence();
    const { track } = this.#silence;
    await this.#replaceAll(() => track.clone());
  }

  async #replaceAll(next: () => MediaStreamTrack): Promise<void> {
    await Promise.all(
      [...this.#holders].map(async (holder) => {
        const earlier = holder.track;
        holder.track = next();
        holder.track.enabled = earlier.enabled;
        await holder.lease.onReplaced?.(holder.track).catch(() => undefined);
        earlier.stop();
      }),
    );
  }

  #release(holder: Holder): void {
    if (!this.#holders.delete(holder)) return;
    holder.track.stop();
    this.#leave();
  }

  #leave(): void {
    this.#users -= 1;
    if (this.#users > 0) return;
    clearTimeout(this.#retry);
    this.#open?.track.stop();
    this.#open = null;
    this.#silence?.stop();
    this.#silence = null;
  }

  #report(error: string | undefined): void {
    const missing = error === 'NotFoundError' || error === 'DevicesNotFoundError';
    this.#options.onProblem({ problem: missing ? 'microphone-missing' : 'microphone-failed', label: null });
  }
}
