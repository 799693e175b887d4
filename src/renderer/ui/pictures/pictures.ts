import {
  type PictureFrame,
  type PictureOf,
  type PicturesToPhone,
  type PicturesToUi,
  picturesOf,
} from '#shared/contracts/pictures.ts';
import { createStore, type Store } from '../state/store.ts';

/** What is used of a MessagePort. */
export type PicturesPort = Pick<MessagePort, 'postMessage' | 'close' | 'onmessage'>;

/** Where a picture is drawn. */
export interface Screen {
  readonly draw: (frame: PictureFrame) => void;
  readonly clear: () => void;
}

/** The pictures that the phone window sends: asked for while a screen shows them, and never older than the last one sent. */
export interface Pictures {
  /** Takes the place of the port before: that phone window, or what it sent, is gone. */
  readonly connect: (port: PicturesPort) => void;
  /** @returns what ends it */
  readonly show: (of: PictureOf, screen: Screen) => () => void;
  /** Whether there is a picture to be seen. */
  readonly there: Readonly<Record<PictureOf, Store<boolean>>>;
  /** A window that nobody sees wants no pictures. */
  readonly setInSight: (inSight: boolean) => void;
}

/** @param nextFrame calls back when the next picture of the window is made: `requestAnimationFrame` */
export function createPictures(nextFrame: (draw: () => void) => void): Pictures {
  const reels = { own: createReel(), contact: createReel() };
  let port: PicturesPort | null = null;
  let inSight = true;
  let told = '';
  let telling = false;
  let drawing = false;

  const say = (message: PicturesToPhone): void => port?.postMessage(message);

  const isWanted = (of: PictureOf): boolean => inSight && reels[of].screens.size > 0;

  function tell(): void {
    const wanted = picturesOf.filter(isWanted);
    for (const of of picturesOf) if (!wanted.includes(of)) reels[of].clear();
    if (port === null || told === wanted.join()) return;
    told = wanted.join();
    say({ type: 'wanted', of: wanted });
  }

  /** A screen that takes the place of another in the same moment changes nothing of what is wanted. */
  function tellSoon(): void {
    if (telling) return;
    telling = true;
    queueMicrotask(() => {
      telling = false;
      tell();
    });
  }

  function draw(): void {
    drawing = false;
    for (const of of picturesOf) {
      if (!reels[of].isDue()) continue;
      reels[of].draw();
      say({ type: 'drawn', of });
    }
  }

  function receive(message: PicturesToUi): void {
    if (message.type === 'none') {
      reels[message.of].clear();
      return;
    }
    if (!isWanted(message.of) || !isWhole(message)) {
      // It is told all the same: the next one waits for it.
      say({ type: 'drawn', of: message.of });
      return;
    }
    reels[message.of].take(message);
    if (drawing) return;
    drawing = true;
    nextFrame(draw);
  }

  return {
    connect: (next) => {
      if (port !== null) {
        port.onmessage = null;
        port.close();
      }
      for (const of of picturesOf) reels[of].forget();
      port = next;
      told = '';
      next.onmessage = ({ data }: MessageEvent<PicturesToUi>) => receive(data);
      tell();
    },
    show: (of, screen) => {
      reels[of].add(screen);
      tellSoon();
      return () => {
        reels[of].screens.delete(screen);
        tellSoon();
      };
    },
    there: { own: reels.own.there, contact: reels.contact.there },
    setInSight: (seen) => {
      inSight = seen;
      tell();
    },
  };
}

/** One side: its screens, and the newest picture. */
function createReel() {
  const screens = new Set<Screen>();
  const there = createStore(false);
  let newest: PictureFrame | null = null;
  /** One came of which it was not told yet that it is drawn. */
  let due = false;
  const clear = (): void => {
    newest = null;
    for (const screen of screens) screen.clear();
    there.set(false);
  };
  return {
    screens,
    there,
    isDue: (): boolean => due,
    take: (frame: PictureFrame): void => {
      newest = frame;
      due = true;
    },
    add: (screen: Screen): void => {
      screens.add(screen);
      if (newest !== null && !due) screen.draw(newest);
    },
    draw: (): void => {
      due = false;
      if (newest === null) return;
      for (const screen of screens) screen.draw(newest);
      there.set(true);
    },
    clear,
    /** Whoever sent what is not drawn yet waits for nothing any more. */
    forget: (): void => {
      due = false;
      clear();
    },
  };
}

const mostPixels = 4096;

/** A picture of another size than it says could not be drawn. */
function isWhole({ width, height, data }: PictureFrame): boolean {
  const isSide = (side: number): boolean => Number.isInteger(side) && side > 0 && side <= mostPixels && side % 2 === 0;
  return isSide(width) && isSide(height) && data.byteLength === (width * height * 3) / 2;
}
