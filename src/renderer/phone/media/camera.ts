import { ok, type Result } from '#shared/result.ts';
import { type OpenCamera, openCamera } from './open-camera.ts';

/** One user's own copy of the camera: disabling and stopping it touches nobody else's. */
export interface CameraLease {
  readonly track: () => MediaStreamTrack;
  /**
   * Another camera was taken: use this track from now on; the earlier one is stopped once the promise settles. null: there is none, until there is one
   * again. Who does not listen keeps the camera that it has.
   */
  onChanged: ((track: MediaStreamTrack | null) => Promise<void>) | null;
  release(): void;
}

interface Holder {
  lease: CameraLease;
  track: MediaStreamTrack;
}

/** A device that is in use elsewhere sends no event when it is free again. */
const retryMs = 3000;

/** The camera, open (and its light on) only as long as somebody uses it. Follows the agent's choice and what is plugged in, also during a call. */
export class Camera {
  readonly #holders = new Set<Holder>();
  #preferred: string | null = null;
  #users = 0;
  #open: OpenCamera | null = null;
  #opening: Promise<Result<OpenCamera>> | null = null;
  #changes: Promise<void> = Promise.resolve();
  #retry: ReturnType<typeof setTimeout> | undefined;

  /** `camera`: none can be had. The lease must be released. */
  async acquire(): Promise<Result<CameraLease>> {
    this.#users += 1;
    const opened = await this.#ensureOpen();
    if (!opened.ok) {
      this.#leave();
      return opened;
    }
    const holder: Holder = {
      track: (this.#open ?? opened.value).track.clone(),
      lease: { track: () => holder.track, onChanged: null, release: () => this.#release(holder) },
    };
    this.#holders.add(holder);
    return ok(holder.lease);
  }

  /** null: the system's choice. */
  prefer(deviceId: string | null): void {
    if (deviceId === this.#preferred) return;
    this.#preferred = deviceId;
    this.#change(() => this.#swap());
  }

  /** Something was plugged or unplugged. */
  devicesChanged(): void {
    this.#change(async () => {
      if (this.#opening === null && (this.#open === null || (await this.#isOutdated(this.#open)))) await this.#swap();
    });
  }

  async #ensureOpen(): Promise<Result<OpenCamera>> {
    if (this.#open !== null) return ok(this.#open);
    this.#opening ??= openCamera(this.#preferred).finally(() => {
      this.#opening = null;
    });
    const result = await this.#opening;
    if (!result.ok || this.#open === result.value) return result;
    if (this.#open === null) this.#take(result.value);
    // Another choice was made while this one opened.
    else result.value.track.stop();
    return result;
  }

  #take(opened: OpenCamera): void {
    this.#open = opened;
    opened.track.addEventListener('ended', () => {
      if (this.#open === opened) this.#change(() => this.#swap());
    });
  }

  #change(step: () => Promise<void>): void {
    this.#changes = this.#changes.then(() => (this.#users > 0 ? step() : undefined)).catch(() => undefined);
  }

  /** Is the chosen one back? */
  async #isOutdated({ track, deviceId }: OpenCamera): Promise<boolean> {
    if (track.readyState === 'ended') return true;
    if (this.#preferred === null || deviceId === this.#preferred) return false;
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.some((device) => device.kind === 'videoinput' && device.deviceId === this.#preferred);
  }

  async #swap(): Promise<void> {
    clearTimeout(this.#retry);
    const result = await openCamera(this.#preferred);
    const earlier = this.#open;
    if (this.#users === 0) {
      if (result.ok) result.value.track.stop();
      return;
    }
    if (result.ok) {
      this.#take(result.value);
      await this.#tellAll(() => result.value.track.clone());
      earlier?.track.stop();
      return;
    }
    this.#retry = setTimeout(() => this.#change(() => this.#swap()), retryMs);
    if (earlier !== null && earlier.track.readyState === 'live') return;
    this.#open = null;
    if (earlier !== null) await this.#tellAll(() => null);
  }

  async #tellAll(next: () => MediaStreamTrack | null): Promise<void> {
    await Promise.all(
      [...this.#holders].map(async (holder) => {
        const { lease, track: earlier } = holder;
        if (lease.onChanged === null) return;
        const track = next();
        if (track !== null) holder.track = track;
        await lease.onChanged(track).catch(() => undefined);
        if (track !== null) earlier.stop();
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
  }
}
