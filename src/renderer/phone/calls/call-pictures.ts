import type { PhoneEvent } from '#shared/contracts/phone.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Camera, CameraLease } from '../media/camera.ts';
import type { Pictures, ShowPicture } from '../pictures/pictures.ts';
import { type ContactPicture, watchContactPicture } from './contact-picture.ts';

export type PicturesState = Pick<PhoneEvent<'call.pictures'>, 'own' | 'contact'>;

export interface CallPicturesOptions {
  readonly camera: Camera;
  readonly pictures: Pick<Pictures, 'place'>;
  /** At each change. */
  readonly report: (state: PicturesState) => void;
  readonly log: (text: string) => void;
}

/** The pictures of one video call: the camera goes out on its line while it is on and nobody holds, what comes in is shown. */
export class CallPictures {
  readonly #options: CallPicturesOptions;
  readonly #showOwn: ShowPicture;
  readonly #showContact: ShowPicture;
  readonly #held = new Set<'local' | 'remote'>();
  #line: RTCRtpTransceiver | null = null;
  #contact: ContactPicture | null = null;
  #lease: CameraLease | null = null;
  #track: MediaStreamTrack | null = null;
  #wanted = false;
  #isUnsupported = false;
  #isOver = false;
  #state: PicturesState = { own: 'off', contact: false };
  #sending: Promise<void> = Promise.resolve();

  constructor(options: CallPicturesOptions) {
    this.#options = options;
    this.#showOwn = options.pictures.place('own');
    this.#showContact = options.pictures.place('contact');
  }

  /** The call has a line for pictures, for the first time or a new one. */
  line(line: RTCRtpTransceiver): void {
    this.#line = line;
    this.#isUnsupported = false;
    this.#contact?.stop();
    const { track } = line.receiver;
    this.#contact = watchContactPicture(track, (isThere) => {
      this.#showContact(isThere ? track : null);
      this.#change({ contact: isThere });
    });
    void this.#send();
  }

  /** Both sides have agreed on what there is. A camera that nobody could see is switched off. */
  accepted(): void {
    const direction = this.#line?.currentDirection;
    this.#isUnsupported = direction !== 'sendrecv' && direction !== 'sendonly';
    if (this.#isUnsupported && this.#wanted) void this.set(false);
  }

  /**
   * Switches the camera, which the far end need not be asked for. Settles once the picture is on its way. `camera`: none can be had.
   * `unsupported`: the far end takes no pictures.
   */
  async set(on: boolean): Promise<Result<null>> {
    if (this.#isOver) return fail('gone');
    if (on && this.#isUnsupported) return fail('unsupported', 'the far end takes no pictures');
    this.#wanted = on;
    if (!on) return this.#switchOff();
    if (this.#lease !== null) return this.#state.own === 'failed' ? fail('camera') : ok(null);
    this.#change({ own: 'starting' });
    const acquired = await this.#options.camera.acquire();
    if (acquired.ok && (!this.#wanted || this.#lease !== null)) {
      acquired.value.release();
      return ok(null);
    }
    if (!acquired.ok) {
      if (this.#wanted && this.#lease === null) this.#change({ own: 'failed' });
      return acquired;
    }
    this.#lease = acquired.value;
    this.#lease.onChanged = (track) => this.#changed(track);
    await this.#changed(acquired.value.track());
    return ok(null);
  }

  hold(by: 'local' | 'remote', on: boolean): void {
    if (on) this.#held.add(by);
    else this.#held.delete(by);
    void this.#send();
  }

  /** Nothing of it is left: the camera is free. */
  close(): void {
    this.#isOver = true;
    this.#wanted = false;
    this.#contact?.stop();
    this.#showContact(null);
    void this.#switchOff();
  }

  async #switchOff(): Promise<Result<null>> {
    this.#showOwn(null);
    const lease = this.#lease;
    this.#lease = null;
    this.#track = null;
    this.#change({ own: 'off' });
    if (this.#isOver) lease?.release();
    else await this.#send().finally(() => lease?.release());
    return ok(null);
  }

  async #changed(track: MediaStreamTrack | null): Promise<void> {
    this.#track = track;
    this.#showOwn(track);
    await this.#send();
    if (this.#lease !== null) this.#change({ own: track === null ? 'failed' : 'on' });
  }

  /** Sends what is to be sent now; one change after the other, so that the last one holds. */
  #send(): Promise<void> {
    this.#sending = this.#sending.then(async () => {
      if (this.#line === null || this.#isOver) return;
      const track = this.#track;
      await this.#line.sender
        .replaceTrack(this.#held.size === 0 ? track : null)
        .catch((error: unknown) => this.#options.log(String(error)));
      // JsSIP disables what it finds on a line that is held, and enables again only what it finds there later.
      if (track !== null) track.enabled = true;
    });
    return this.#sending;
  }

  #change(change: Partial<PicturesState>): void {
    const next = { ...this.#state, ...change };
    if (next.own === this.#state.own && next.contact === this.#state.contact) return;
    this.#state = next;
    if (!this.#isOver) this.#options.report(next);
  }
}
