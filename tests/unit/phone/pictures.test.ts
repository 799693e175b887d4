import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PicturesToPhone, PicturesToUi } from '#shared/contracts/pictures.ts';
import {
  fromNv12,
  fromRgba,
  type I420,
  i420Size,
  planesOf,
  rotate,
  shrink,
} from '../../../src/renderer/phone/pictures/i420.ts';
import { createPictures } from '../../../src/renderer/phone/pictures/pictures.ts';
import { readFrame } from '../../../src/renderer/phone/pictures/read-frame.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const side = fc.integer({ min: 1, max: 12 }).map((half) => half * 2);
const picture: fc.Arbitrary<I420> = fc
  .tuple(side, side)
  .chain(([width, height]) =>
    fc
      .uint8Array({ minLength: i420Size(width, height), maxLength: i420Size(width, height) })
      .map((data) => ({ width, height, data: new Uint8Array(data) })),
  );

describe('I420', () => {
  it('turned four times is what it was, and turned back as well', () => {
    fc.assert(
      fc.property(picture, (given) => {
        expect([90, 90, 90, 90].reduce(rotate, given)).toEqual(given);
        expect(rotate(rotate(given, 180), -180)).toEqual(given);
        expect(rotate(rotate(given, 90), 270)).toEqual(given);
      }),
    );
  });

  it('turned clockwise has its upper left corner at the upper right', () => {
    const data = new Uint8Array(i420Size(4, 2)).fill(0);
    data[0] = 7;
    const { width, height, data: turned } = rotate({ width: 4, height: 2, data }, 90);
    expect([width, height, turned[1]]).toEqual([2, 4, 7]);
  });

  it('shrunk stays even and no wider than asked, and one colour stays that colour', () => {
    fc.assert(
      fc.property(picture, fc.integer({ min: 2, max: 24 }), fc.integer({ min: 0, max: 255 }), (given, limit, tone) => {
        const { width, height, data } = shrink({ ...given, data: new Uint8Array(given.data.length).fill(tone) }, limit);
        expect([width % 2, height % 2, data.length]).toEqual([0, 0, i420Size(width, height)]);
        expect(width <= limit || width < 4 || height < 4).toBe(true);
        expect(data.every((value) => value === tone)).toBe(true);
      }),
    );
  });

  it('comes of NV12 with U and V in planes of their own', () => {
    const { data } = fromNv12(4, 2, new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8, 10, 20, 11, 21]));
    expect([...data]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 20, 21]);
  });

  it.each([
    ['black', [0, 0, 0], [16, 128, 128]],
    ['white', [255, 255, 255], [235, 128, 128]],
    ['red', [255, 0, 0], [82, 90, 240]],
    ['blue', [0, 0, 255], [41, 240, 110]],
  ])('comes of %s as ITU-R BT.601 has it', (_name, [red, green, blue], expected) => {
    const rgba = new Uint8ClampedArray(Array.from({ length: 4 }, () => [red ?? 0, green ?? 0, blue ?? 0, 255]).flat());
    const { data } = fromRgba(2, 2, rgba);
    const [y, u, v] = planesOf(2, 2);
    expect([data[y.offset], data[u.offset], data[v.offset]]).toEqual(expected);
  });
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
  #waiting: ((read: { value?: FakeFrame; done: boolean }) => void) | null = null;
  #newest: FakeFrame | null = null;
  readonly readable = {
    getReader: () => ({
      read: () =>
        new Promise((resolve) => {
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

const track = (label: string) => ({ label, readyState: 'live' }) as unknown as MediaStreamTrack;
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

describe('pictures', () => {
  it('are not looked at while nobody wants them', async () => {
    const { pictures, port } = open();
    pictures.place('own')(track('camera'));
    await port.say({ type: 'wanted', of: ['contact'] });
    expect(FakeProcessor.made).toEqual([]);
    await port.say({ type: 'wanted', of: ['own'] });
    expect(FakeProcessor.made).toHaveLength(1);
    await port.say({ type: 'wanted', of: [] });
    expect(lastProcessor().cancelled).toBe(true);
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
    expect(lastProcessor().cancelled).toBe(true);
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
    expect(lastProcessor().cancelled).toBe(true);
    await next.say({ type: 'wanted', of: ['own'] });
    lastProcessor().push();
    await turn();
    expect([port.kinds, next.kinds]).toEqual([[], ['frame own']]);
    next.dispatchEvent(new Event('close'));
    expect(lastProcessor().cancelled).toBe(true);
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
