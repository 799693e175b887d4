import { ok, type Result } from '#shared/result.ts';

export interface OpenDevice {
  readonly track: MediaStreamTrack;
  readonly deviceId: string;
}

/** One user's own copy of the device: enabling, disabling and stopping it touches nobody else's. `Instead`: what it is where there is none. */
export interface DeviceLease<Instead extends MediaStreamTrack | null> {
  readonly track: () => MediaStreamTrack;
  /** The device changed: take this track from now on. The earlier one is stopped once the promise settles. */
  onChanged: ((track: MediaStreamTrack | Instead) => Promise<void>) | null;
  release(): void;
}

/** What users are given in place of a device, until there is one again. */
export interface StandIn<Instead extends MediaStreamTrack | null> {
  readonly track: Instead;
  stop(): void;
}

/** In what one kind of device differs from the other. */
export interface DeviceKind<Open extends OpenDevice, Instead extends MediaStreamTrack | null> {
  /** Opens the device, or any other where that one cannot be had; null: the system's choice. */
  readonly open: (deviceId: string | null) => Promise<Result<Open>>;
  /** Is another one of those that are plugged in due? */
  readonly isOutdated: (open: Open, preferred: string | null, inputs: readonly MediaDeviceInfo[]) => boolean;
  /** A user's next track, to follow `earlier`. */
  readonly copy: (source: MediaStreamTrack, earlier: MediaStreamTrack) => MediaStreamTrack;
  /** Whether a user who does not listen keeps the device that it has. */
  readonly keptByWhoDoesNotListen: boolean;
  readonly standIn: () => StandIn<Instead>;
  readonly onPreferred?: () => void;
  readonly onOpened?: (open: Open) => void;
  /** A user asked and could not have any, or those who had one have none left. `error`: the browser's name of it. */
  readonly onMissing?: (error: string | undefined) => void;
}

interface Holder<Instead extends MediaStreamTrack | null> {
  readonly lease: DeviceLease<Instead>;
  track: MediaStreamTrack;
}

/** A device that is in use elsewhere sends no event when it is free again. */
const retryMs = 3000;

/** A device for several users at once, open only as long as somebody uses it. Follows the agent's choice and what is plugged in, also during a call. */
export class SharedDevice<Open extends OpenDevice, Instead extends MediaStreamTrack | null> {
  readonly #kind: DeviceKind<Open, Instead>;
  readonly #holders = new Set<Holder<Instead>>();
  #users = 0;
  #preferred: string | null = null;
  #opening: Promise<Result<Open>> | null = null;
  #open: Open | null = null;
  #standIn: StandIn<Instead> | null = null;
  #changes: Promise<void> = Promise.resolve();
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(kind: DeviceKind<Open, Instead>) {
    this.#kind = kind;
  }

  /** The error of {@link DeviceKind.open}: none can be had. The lease must be released. */
  async acquire(): Promise<Result<DeviceLease<Instead>>> {
    this.#users += 1;
    const opened = await this.#ensureOpen();
    if (!opened.ok) {
      this.#leave();
      return opened;
    }
    const holder: Holder<Instead> = {
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
    this.#kind.onPreferred?.();
    this.#change(() => this.#swap());
  }

  /** Something was plugged or unplugged. */
  devicesChanged(): void {
    this.#change(async () => {
      if (this.#opening === null && (this.#open === null || (await this.#isOutdated(this.#open)))) await this.#swap();
    });
  }

  async #ensureOpen(): Promise<Result<Open>> {
    if (this.#open !== null) return ok(this.#open);
    this.#opening ??= this.#kind.open(this.#preferred).finally(() => {
      this.#opening = null;
    });
    const result = await this.#opening;
    if (!result.ok) this.#kind.onMissing?.(result.error.detail);
    else if (this.#open === null) this.#take(result.value);
    // Another choice was made while this one opened.
    else if (this.#open !== result.value) result.value.track.stop();
    return result;
  }

  #take(opened: Open): void {
    this.#open = opened;
    opened.track.addEventListener('ended', () => {
      if (this.#open === opened) this.#change(() => this.#swap());
    });
    this.#kind.onOpened?.(opened);
  }

  #change(step: () => Promise<void>): void {
    this.#changes = this.#changes.then(() => (this.#users > 0 ? step() : undefined)).catch(() => undefined);
  }

  async #isOutdated(open: Open): Promise<boolean> {
    if (open.track.readyState === 'ended') return true;
    const devices = await navigator.mediaDevices.enumerateDevices();
    const inputs = devices.filter(({ kind }) => kind === `${open.track.kind}input`);
    return this.#kind.isOutdated(open, this.#preferred, inputs);
  }

  async #swap(): Promise<void> {
    clearTimeout(this.#retry);
    if (this.#users === 0) return;
    const result = await this.#kind.open(this.#preferred);
    if (this.#users === 0) {
      if (result.ok) result.value.track.stop();
      return;
    }
    if (!result.ok) {
      await this.#miss(result.error.detail);
      return;
    }
    // Asked only now: a user may have opened one meanwhile.
    const earlier = this.#open;
    this.#take(result.value);
    await this.#replaceAll(({ track }) => this.#kind.copy(result.value.track, track));
    earlier?.track.stop();
    this.#endStandIn();
  }

  async #miss(error: string | undefined): Promise<void> {
    this.#retry = setTimeout(() => this.#change(() => this.#swap()), retryMs);
    const earlier = this.#open;
    if (earlier?.track.readyState === 'live') return;
    this.#open = null;
    // Everybody knows already.
    if (earlier === null && this.#standIn !== null) return;
    this.#kind.onMissing?.(error);
    this.#standIn ??= this.#kind.standIn();
    const { track: instead } = this.#standIn;
    await this.#replaceAll(({ track }) => (instead === null ? instead : this.#kind.copy(instead, track)));
  }

  async #replaceAll(next: (holder: Holder<Instead>) => MediaStreamTrack | Instead): Promise<void> {
    await Promise.all(
      [...this.#holders].map(async (holder) => {
        const { lease, track: earlier } = holder;
        if (lease.onChanged === null && this.#kind.keptByWhoDoesNotListen) return;
        const track = next(holder);
        if (track !== null) holder.track = track;
        await lease.onChanged?.(track).catch(() => undefined);
        if (track !== null) earlier.stop();
      }),
    );
  }

  #release(holder: Holder<Instead>): void {
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
    this.#endStandIn();
  }

  #endStandIn(): void {
    this.#standIn?.stop();
    this.#standIn = null;
  }
}
