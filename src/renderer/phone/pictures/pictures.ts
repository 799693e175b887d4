import type { PictureOf, PicturesToPhone, PicturesToUi } from '#shared/contracts/pictures.ts';
import { unreachable } from '#shared/never.ts';
import { createPictureFeed, type PictureFeed } from './picture-feed.ts';

/** Puts a picture where it can be seen, or takes it away again (null). */
export type ShowPicture = (track: MediaStreamTrack | null) => void;

/** What of camera and contact is to be seen in the ui window. */
export interface Pictures {
  /** The way to a ui window; an earlier one is given up. */
  connect(port: MessagePort): void;
  /** A place of one's own: of several that have a picture the one that came last is seen. */
  place(of: PictureOf): ShowPicture;
}

interface Place {
  track: MediaStreamTrack | null;
}

export function createPictures(log: (text: string) => void): Pictures {
  let current: MessagePort | null = null;
  const post = (message: PicturesToUi, transfer: Transferable[]): void => current?.postMessage(message, transfer);
  const feeds: Readonly<Record<PictureOf, PictureFeed>> = {
    own: createPictureFeed({ of: 'own', post, log }),
    contact: createPictureFeed({ of: 'contact', post, log }),
  };
  const places: Readonly<Record<PictureOf, Place[]>> = { own: [], contact: [] };

  const hear = (message: PicturesToPhone): void => {
    switch (message.type) {
      case 'wanted':
        for (const of of ['own', 'contact'] as const) feeds[of].want(message.of.includes(of));
        return;
      case 'drawn':
        feeds[message.of].drawn();
        return;
      default:
        unreachable(message);
    }
  };

  const restart = (): void => {
    for (const feed of Object.values(feeds)) feed.restart();
  };

  return {
    connect: (port) => {
      if (current !== null) {
        current.onmessage = null;
        current.close();
      }
      current = port;
      restart();
      port.addEventListener('close', () => {
        if (current === port) restart();
      });
      port.onmessage = ({ data }: MessageEvent<PicturesToPhone>) => {
        try {
          hear(data);
        } catch (error) {
          log(`a message about pictures is not understood: ${String(error)}`);
        }
      };
    },
    place: (of) => {
      const mine: Place = { track: null };
      return (track) => {
        if (track === mine.track) return;
        mine.track = track;
        const others = places[of].filter((place) => place !== mine);
        places[of].splice(0, places[of].length, ...others, ...(track === null ? [] : [mine]));
        feeds[of].show(places[of].at(-1)?.track ?? null);
      };
    },
  };
}
