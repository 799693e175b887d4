import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PicturesToPhone, PicturesToUi } from '#shared/contracts/pictures.ts';
import { openFrames } from '../../../src/renderer/phone/pictures/open-frames.ts';
import { createPictures } from '../../../src/renderer/phone/pictures/pictures.ts';
import { readFrame } from '../../../src/renderer/phone/pictures/read-frame.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

class FakeFrame {
  closed = false;
  readonly format: string;
  readonly visibleRect: { x: number; y: number; width: number; height: number };
  readonly displayWidth: number;
  readonly displayHeight: number;
  readonly copies: unknown[] = [];
  rotation: number | undefined = 0;

  constructor(width: number, height: number, format = 'I420', x = 0) {
    this.format = format;
    this.visibleRect = { x, y: 0, width, height };
    this.displayWidth = width;
    this.displayHeight = height;
  }

  async copyTo(_data: Uint8Array, options: unknown): Promise<void> {
    this.copies.push(options);
  }

  close(): void {
    this.closed = true;
  }
}

const asFrame = (frame: FakeFrame) => frame as unknown as VideoFrame;

describe('a frame', () => {
  it('with odd sides loses what has no colour of its own', async () => {
    const frame = new FakeFrame(641, 481, 'I420', 1);
    expect(await readFrame(asFrame(frame), 1280)).toMatchObject({ width: 640, height: 480 });
    expect(frame.copies).toMatchObject([{ rect: { x: 2, y: 0, width: 640, height: 480 } }]);
  });

  it.each(['I420', 'NV12'])('in %s is copied, shrunk and turned upright', async (format) => {
    const frame = new FakeFrame(1280, 720, format);
    frame.rotation = 90;
    expect(await readFrame(asFrame(frame), 640)).toMatchObject({ width: 360, height: 640 });
  });

  it('of a phone held upright is drawn where the browser does not say how it is turned', async () => {
    const frame = Object.assign(new FakeFrame(4, 2), { displayWidth: 2, displayHeight: 4, rotation: undefined });
    const drawn: unknown[] = [];
    vi.stubGlobal(
      'OffscreenCanvas',
      class {
        getContext = () => ({
          drawImage: (image: unknown) => drawn.push(image),
          getImageData: (_x: number, _y: number, width: number, height: number) => ({
            data: new Uint8ClampedArray(width * height * 4),
          }),
        });
      },
    );
    expect(await readFrame(asFrame(frame), 640)).toMatchObject({ width: 2, height: 4 });
    expect(drawn).toEqual([frame]);
  });

  it('without a picture is refused', async () => {
    await expect(readFrame(asFrame(new FakeFrame(1, 1)), 640)).rejects.toThrow('without a picture');
  });
});

/** Stands for the browser's processor: keeps the newest frame only, as it does with room for one. */
class FakeProcessor {
  static made: FakeProcessor[] = [];
  readonly track: unknown;
  cancelled = false;
  reads = 0;
  #waiting: ((read: { value?: FakeFrame; done: boolean }) => void) | null = null;
  #newest: FakeFrame | null = null;
  readonly readable = {
    getReader: () => ({
      read: () =>
        new Promise((resolve) => {
          this.reads += 1;
          this.#waiting = resolve;
          this.#serve();
        }),
      cancel: async () => {
        this.end();
        this.cancelled = true;
      },
    }),
  };

  constructor({ track }: { track: unknown }) {
    this.track = track;
    FakeProcessor.made.push(this);
  }

  push(frame = new FakeFrame(64, 48)): FakeFrame {
    this.#newest?.close();
    this.#newest = frame;
    this.#serve();
    return frame;
  }

  end(): void {
    this.#newest?.close();
    this.#newest = null;
    this.#waiting?.({ done: true });
    this.#waiting = null;
  }

  #serve(): void {
    if (this.#newest === null || this.#waiting === null) return;
    this.#waiting({ value: this.#newest, done: false });
    this.#newest = null;
    this.#waiting = null;
  }
}

class FakeTrack {
  readonly label: string;
  readyState = 'live';
  readonly copies: FakeTrack[] = [];
  constructor(label: string) {
    this.label = label;
  }
  clone(): FakeTrack {
    const copy = new FakeTrack(this.label);
    this.copies.push(copy);
    return copy;
  }
  stop(): void {
    this.readyState = 'ended';
  }
}

const asTrack = (track: FakeTrack) => track as unknown as MediaStreamTrack;
const track = (label: string) => asTrack(new FakeTrack(label));
const turn = () => new Promise((resolve) => setImmediate(resolve));

class FakePort extends EventTarget {
  readonly posted: PicturesToUi[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  closed = false;
  postMessage(message: PicturesToUi, transfer: Transferable[]): void {
    if (message.type === 'frame') expect(transfer).toEqual([message.data]);
    this.posted.push(message);
  }
  close(): void {
    this.closed = true;
  }
  async say(message: PicturesToPhone | unknown): Promise<void> {
    this.onmessage?.({ data: message });
    await turn();
  }
  get kinds(): string[] {
    return this.posted.map(({ type, of }) => `${type} ${of}`);
  }
}

function open() {
  FakeProcessor.made = [];
  vi.stubGlobal('MediaStreamTrackProcessor', FakeProcessor);
  const logged: string[] = [];
  const pictures = createPictures((text) => logged.push(text));
  const connect = () => {
    const port = new FakePort();
    pictures.connect(port as unknown as MessagePort);
    return port;
  };
  return { pictures, connect, port: connect(), logged };
}

const lastProcessor = () => FakeProcessor.made.at(-1)!;

describe('frames', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  function openOne() {
    FakeProcessor.made = [];
    vi.stubGlobal('MediaStreamTrackProcessor', FakeProcessor);
    const camera = new FakeTrack('camera');
    const frames = openFrames(asTrack(camera))!;
    return { camera, copy: camera.copies[0]!, frames, processor: lastProcessor() };
  }

  it('end between two of them: one that Chromium is handing out then would never be closed', async () => {
    const { camera, copy, frames, processor } = openOne();
    const read = frames.read();
    frames.close();
    await turn();
    expect([processor.cancelled, copy.readyState]).toEqual([false, 'live']);
    const last = processor.push();
    expect(await read).toBeNull();
    await turn();
    expect([last.closed, processor.cancelled, copy.readyState, camera.readyState]).toEqual([
      true,
      true,
      'ended',
      'live',
    ]);
  });

  it('end at once where none is waited for', async () => {
    const { copy, frames, processor } = openOne();
    const read = frames.read();
    processor.push();
    (await read)?.close();
    frames.close();
    expect([processor.cancelled, copy.readyState]).toEqual([true, 'ended']);
  });

  it('do not keep the light of a camera on that sends none', async () => {
    vi.useFakeTimers();
    const { copy, frames, processor } = openOne();
    const read = frames.read();
    frames.close();
    await vi.advanceTimersByTimeAsync(499);
    expect(copy.readyState).toBe('live');
    await vi.advanceTimersByTimeAsync(1);
    expect([processor.cancelled, copy.readyState, await read]).toEqual([true, 'ended', null]);
  });

  it('cannot be had of a track that is over, and a copy that is of no use ends', () => {
    const { camera } = openOne();
    vi.stubGlobal('MediaStreamTrackProcessor', function refuse() {
      throw new TypeError('no frames');
    });
    expect(openFrames(asTrack(camera))).toBeNull();
    expect(camera.copies.map(({ readyState }) => readyState)).toEqual(['live', 'ended']);
    camera.stop();
    expect(openFrames(asTrack(camera))).toBeNull();
    expect(camera.copies).toHaveLength(2);
  });
});

describe('pictures', () => {
  it('are not looked at while nobody wants them', async () => {
    const { pictures, port } = open();
    pictures.place('own')(track('camera'));
    await port.say({ type: 'wanted', of: ['contact'] });
    expect(FakeProcessor.made).toEqual([]);
    await port.say({ type: 'wanted', of: ['own'] });
    expect(FakeProcessor.made).toHaveLength(1);
    await port.say({ type: 'wanted', of: [] });
    const waitedFor = lastProcessor().push();
    await turn();
    lastProcessor().push();
    await turn();
    expect([waitedFor.closed, lastProcessor().reads]).toEqual([true, 1]);
    expect(port.posted).toEqual([]);
  });

  it('are read from where they were, however often a window looks away and back', async () => {
    const { pictures, port } = open();
    const show = pictures.place('own');
    show(track('camera'));
    for (let time = 0; time < 1000; time += 1) {
      await port.say({ type: 'wanted', of: ['own'] });
      await port.say({ type: 'wanted', of: [] });
    }
    await port.say({ type: 'wanted', of: ['own'] });
    expect([FakeProcessor.made.length, lastProcessor().reads]).toEqual([1, 1]);
    lastProcessor().push();
    await turn();
    expect(port.kinds).toEqual(['frame own']);
    show(null);
    expect(lastProcessor().cancelled).toBe(true);
  });

  it('come again to a window that looked away before it had drawn the last one', async () => {
    const { pictures, port } = open();
    pictures.place('own')(track('camera'));
    await port.say({ type: 'wanted', of: ['own'] });
    lastProcessor().push();
    await turn();
    await port.say({ type: 'wanted', of: [] });
    await port.say({ type: 'wanted', of: ['own'] });
    lastProcessor().push();
    await turn();
    expect(port.kinds).toEqual(['frame own', 'frame own']);
  });

  it('come one at a time, the newest each time, and every frame is closed', async () => {
    const { pictures, port } = open();
    pictures.place('contact')(track('contact'));
    await port.say({ type: 'wanted', of: ['contact'] });
    const frames = [];
    for (let count = 0; count < 5; count += 1) {
      frames.push(lastProcessor().push());
      await turn();
    }
    const newest = lastProcessor().push(new FakeFrame(32, 32));
    expect(port.kinds).toEqual(['frame contact']);
    await port.say({ type: 'drawn', of: 'contact' });
    expect(port.posted.at(-1)).toMatchObject({ width: 32, height: 32 });
    expect(port.posted).toHaveLength(2);
    expect([...frames, newest].every(({ closed }) => closed)).toBe(true);
  });

  it('are gone when the track is, or ends by itself', async () => {
    const { pictures, port } = open();
    const show = pictures.place('own');
    show(track('camera'));
    await port.say({ type: 'wanted', of: ['own'] });
    lastProcessor().end();
    await turn();
    expect(port.kinds).toEqual(['none own']);
    show(track('another'));
    show(null);
    expect(port.kinds).toEqual(['none own', 'none own']);
    lastProcessor().push();
    await turn();
    expect(lastProcessor().cancelled).toBe(true);
    expect(port.kinds).toEqual(['none own', 'none own']);
  });

  it('of several places the one that came last is seen', async () => {
    const { pictures, port } = open();
    await port.say({ type: 'wanted', of: ['own'] });
    const [preview, call] = [pictures.place('own'), pictures.place('own')];
    preview(track('preview'));
    call(track('call'));
    expect(lastProcessor().track).toMatchObject({ label: 'call' });
    call(null);
    expect(lastProcessor().track).toMatchObject({ label: 'preview' });
  });

  it('go to the newest window, which says itself what it wants', async () => {
    const { pictures, port, connect } = open();
    pictures.place('own')(track('camera'));
    await port.say({ type: 'wanted', of: ['own'] });
    const next = connect();
    expect(port.closed).toBe(true);
    const unseen = lastProcessor().push();
    await turn();
    expect([unseen.closed, port.posted, next.posted]).toEqual([true, [], []]);
    await next.say({ type: 'wanted', of: ['own'] });
    lastProcessor().push();
    await turn();
    expect([port.kinds, next.kinds]).toEqual([[], ['frame own']]);
    next.dispatchEvent(new Event('close'));
    await next.say({ type: 'drawn', of: 'own' });
    lastProcessor().push();
    await turn();
    expect([lastProcessor().reads, next.kinds]).toEqual([2, ['frame own']]);
  });

  it('outlive a frame that cannot be read and a message that nobody understands', async () => {
    const { pictures, port, logged } = open();
    pictures.place('own')(track('camera'));
    await port.say({ type: 'wanted', of: ['own'] });
    for (const message of [null, { type: 'drawn', of: 'else' }, { type: 'wanted' }, 7]) await port.say(message);
    for (let count = 0; count < 2; count += 1) {
      lastProcessor().push(new FakeFrame(1, 1));
      await turn();
    }
    lastProcessor().push();
    await turn();
    expect(port.kinds).toEqual(['frame own']);
    expect(logged.filter((text) => text.includes('cannot be read'))).toHaveLength(1);
  });

  it('are said to be none where the browser hands out no frames', async () => {
    const { pictures, port } = open();
    vi.stubGlobal('MediaStreamTrackProcessor', undefined);
    pictures.place('own')(track('camera'));
    await port.say({ type: 'wanted', of: ['own'] });
    expect(port.kinds).toEqual(['none own']);
  });
});
