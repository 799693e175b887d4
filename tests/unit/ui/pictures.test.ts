import { describe, expect, it } from 'vitest';
import type { PictureFrame, PictureOf, PicturesToPhone, PicturesToUi } from '#shared/contracts/pictures.ts';
import { picturesPortMessage } from '#shared/contracts/pictures.ts';
import { createPictures, type PicturesPort, type Screen } from '../../../src/renderer/ui/pictures/pictures.ts';
import { receivePictures } from '../../../src/renderer/ui/pictures/receive.ts';

const frame = (of: PictureOf, number: number, size = 24): PictureFrame => {
  const data = new ArrayBuffer(size);
  new Uint8Array(data)[0] = number;
  return { type: 'frame', of, width: 4, height: 4, data };
};

/** The phone window's end: what it was told, and a way to send. */
function fakePort() {
  const told: PicturesToPhone[] = [];
  const port: PicturesPort & { closed: boolean } = {
    closed: false,
    onmessage: null,
    postMessage: (message: PicturesToPhone) => void told.push(message),
    close: () => {
      port.closed = true;
    },
  };
  const send = (data: PicturesToUi): void => port.onmessage?.call(port as unknown as MessagePort, { data } as MessageEvent);
  const wanted = (): unknown[] => told.flatMap((message) => (message.type === 'wanted' ? [message.of] : []));
  const drawn = (): unknown[] => told.flatMap((message) => (message.type === 'drawn' ? [message.of] : []));
  return { port, send, wanted, drawn };
}

function harness() {
  const frames: (() => void)[] = [];
  const pictures = createPictures((draw) => void frames.push(draw));
  const nextFrame = (): void => {
    for (const draw of frames.splice(0)) draw();
  };
  const screen = (): Screen & { shown: (number | 'clear')[] } => {
    const shown: (number | 'clear')[] = [];
    return {
      shown,
      draw: ({ data }) => void shown.push(new Uint8Array(data)[0] ?? -1),
      clear: () => void shown.push('clear'),
    };
  };
  const phone = fakePort();
  return { pictures, nextFrame, screen, phone };
}

const settled = (): Promise<void> => Promise.resolve();

describe('what is wanted', () => {
  it('is what a screen shows, told whole and only where it changed', async () => {
    const { pictures, screen, phone } = harness();
    pictures.connect(phone.port);
    expect(phone.wanted()).toEqual([]);
    const endContact = pictures.show('contact', screen());
    const endOwn = pictures.show('own', screen());
    await settled();
    expect(phone.wanted()).toEqual([['own', 'contact']]);
    endOwn();
    await settled();
    endContact();
    await settled();
    expect(phone.wanted()).toEqual([['own', 'contact'], ['contact'], []]);
  });

  it('stays the same where one screen takes the place of another', async () => {
    const { pictures, screen, phone } = harness();
    pictures.connect(phone.port);
    const end = pictures.show('contact', screen());
    await settled();
    end();
    pictures.show('contact', screen());
    await settled();
    expect(phone.wanted()).toEqual([['contact']]);
  });

  it('is nothing while nobody sees the window', async () => {
    const { pictures, screen, phone, nextFrame } = harness();
    pictures.connect(phone.port);
    const shown = screen();
    pictures.show('contact', shown);
    await settled();
    phone.send(frame('contact', 1));
    nextFrame();
    pictures.setInSight(false);
    expect(phone.wanted().at(-1)).toEqual([]);
    expect(shown.shown).toEqual([1, 'clear']);
    pictures.setInSight(true);
    expect(phone.wanted().at(-1)).toEqual(['contact']);
  });

  it('is told to each new port, and the one before is closed and not heard any more', async () => {
    const { pictures, screen, phone, nextFrame } = harness();
    const later = fakePort();
    const shown = screen();
    pictures.show('contact', shown);
    pictures.connect(phone.port);
    await settled();
    const late = phone.port.onmessage;
    phone.send(frame('contact', 1));
    pictures.connect(later.port);
    expect(phone.port.closed).toBe(true);
    expect(later.wanted()).toEqual([['contact']]);
    nextFrame();
    expect(phone.port.onmessage).toBeNull();
    expect(late).not.toBeNull();
    expect(shown.shown).not.toContain(1);
    expect(later.drawn()).toEqual([]);
  });
});

describe('a picture', () => {
  it('is drawn with the next frame of the window, on each screen, and then told', async () => {
    const { pictures, screen, phone, nextFrame } = harness();
    const [one, two] = [screen(), screen()];
    pictures.connect(phone.port);
    pictures.show('contact', one);
    pictures.show('contact', two);
    await settled();
    phone.send(frame('contact', 7));
    expect(one.shown).toEqual([]);
    expect(pictures.there.contact.get()).toBe(false);
    nextFrame();
    expect([one.shown, two.shown]).toEqual([[7], [7]]);
    expect(phone.drawn()).toEqual(['contact']);
    expect(pictures.there.contact.get()).toBe(true);
    expect(pictures.there.own.get()).toBe(false);
  });

  it('is the newest where two came for one frame', async () => {
    const { pictures, screen, phone, nextFrame } = harness();
    const shown = screen();
    pictures.connect(phone.port);
    pictures.show('own', shown);
    await settled();
    phone.send(frame('own', 1));
    phone.send(frame('own', 2));
    nextFrame();
    expect(shown.shown).toEqual([2]);
  });

  it('goes when there is none any more, and does not come back by what was on its way', async () => {
    const { pictures, screen, phone, nextFrame } = harness();
    const shown = screen();
    pictures.connect(phone.port);
    pictures.show('contact', shown);
    await settled();
    phone.send(frame('contact', 1));
    nextFrame();
    phone.send(frame('contact', 2));
    phone.send({ type: 'none', of: 'contact' });
    expect(pictures.there.contact.get()).toBe(false);
    nextFrame();
    expect(shown.shown).toEqual([1, 'clear']);
    expect(phone.drawn()).toEqual(['contact', 'contact']);
  });

  it('that nobody wants, or that is not whole, is let go and told, so that the next one comes', async () => {
    const { pictures, screen, phone, nextFrame } = harness();
    const shown = screen();
    pictures.connect(phone.port);
    phone.send(frame('contact', 1));
    pictures.show('contact', shown);
    await settled();
    phone.send(frame('contact', 2, 23));
    phone.send({ ...frame('contact', 3), width: 5 });
    phone.send({ ...frame('contact', 4), height: 0 });
    nextFrame();
    expect(shown.shown).toEqual([]);
    expect(phone.drawn()).toEqual(['contact', 'contact', 'contact', 'contact']);
  });

  it('stands at once on a screen that comes in the place of another, and never once it was given up', async () => {
    const { pictures, screen, phone, nextFrame } = harness();
    pictures.connect(phone.port);
    const end = pictures.show('contact', screen());
    await settled();
    phone.send(frame('contact', 9));
    nextFrame();
    end();
    const next = screen();
    const endNext = pictures.show('contact', next);
    expect(next.shown).toEqual([9]);
    await settled();
    endNext();
    await settled();
    expect(pictures.there.contact.get()).toBe(false);
    const last = screen();
    pictures.show('contact', last);
    expect(last.shown).toEqual([]);
  });
});

describe('the port', () => {
  it('is taken from the window itself only, and only with its message', () => {
    const taken: unknown[] = [];
    const seen: boolean[] = [];
    const target = Object.assign(new EventTarget(), {
      document: Object.assign(new EventTarget(), { visibilityState: 'hidden' }),
    });
    receivePictures(target as unknown as Window, {
      connect: (port) => void taken.push(port),
      setInSight: (inSight) => void seen.push(inSight),
    });
    const message = (source: unknown, data: unknown, ports: unknown[]): void => {
      target.dispatchEvent(Object.assign(new Event('message'), { source, data, ports }));
    };
    message(null, picturesPortMessage, ['foreign']);
    message(target, 'something else', ['other']);
    message(target, picturesPortMessage, []);
    message(target, picturesPortMessage, ['ours']);
    expect(taken).toEqual(['ours']);
    target.document.dispatchEvent(new Event('visibilitychange'));
    expect(seen).toEqual([false]);
  });
});
