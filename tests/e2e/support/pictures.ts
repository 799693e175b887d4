import { expect, type Page } from '@playwright/test';
import type { PictureOf, PicturesToUi } from '#shared/contracts/pictures.ts';

interface Witness {
  readonly connections: RTCPeerConnection[];
  /** Every track of a camera, copies included. */
  readonly cameras: MediaStreamTrack[];
}

interface Watcher {
  readonly seen: Record<PictureOf, { frames: number; width: number; height: number; tones: number }>;
}

declare global {
  interface Window {
    witness?: Witness;
    watcher?: Watcher;
  }
}

/** Notes in the phone page which connections and cameras there are, from the first time on. The product's own code is not touched. */
export async function witnessPhone(phone: Page): Promise<void> {
  await phone.evaluate(() => {
    if (window.witness !== undefined) return;
    const witness: Witness = { connections: [], cameras: [] };
    window.witness = witness;
    const Real = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Real {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        witness.connections.push(this);
      }
    };
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await open(wanted);
      witness.cameras.push(...stream.getVideoTracks());
      return stream;
    };
    const copy = MediaStreamTrack.prototype.clone;
    MediaStreamTrack.prototype.clone = function (this: MediaStreamTrack) {
      const track = copy.call(this);
      if (witness.cameras.includes(this)) witness.cameras.push(track);
      return track;
    };
  });
}

export interface VideoCounts {
  readonly sent: number;
  readonly decoded: number;
}

/** Frames of pictures that WebRTC encoded and decoded in the newest call so far. */
export function videoCounts(phone: Page): Promise<VideoCounts> {
  return phone.evaluate(async () => {
    const counts = { sent: 0, decoded: 0 };
    const connection = window.witness?.connections.at(-1);
    if (connection === undefined || connection.connectionState === 'closed') return counts;
    for (const stat of (await connection.getStats()).values()) {
      if (stat.type === 'outbound-rtp' && stat.kind === 'video') counts.sent += stat.framesEncoded ?? 0;
      if (stat.type === 'inbound-rtp' && stat.kind === 'video') counts.decoded += stat.framesDecoded ?? 0;
    }
    return counts;
  });
}

/** Cameras that are open: their light is on. */
export const openCameras = (phone: Page): Promise<number> =>
  phone.evaluate(() => window.witness?.cameras.filter(({ readyState }) => readyState === 'live').length ?? -1);

/** Whoever looks at a camera's picture lets go of it behind the next frame, or half a second later; the rest is for a machine that is busy. */
export const camerasOff = (phone: Page): Promise<void> =>
  expect.poll(() => openCameras(phone), { timeout: 5000 }).toBe(0);

/** Loads the ui page anew and watches which pictures reach it, beside whatever the page itself does with them. */
export async function watchPictures(ui: Page): Promise<void> {
  await ui.addInitScript(() => {
    const none = () => ({ frames: 0, width: 0, height: 0, tones: 0 });
    const watcher: Watcher = { seen: { own: none(), contact: none() } };
    window.watcher = watcher;
    window.addEventListener('message', ({ data, ports: [port] }) => {
      if (data !== 'cornetta:pictures' || port === undefined) return;
      const want = () => port.postMessage({ type: 'wanted', of: ['own', 'contact'] });
      port.addEventListener('message', ({ data: message }: MessageEvent<PicturesToUi>) => {
        port.postMessage({ type: 'drawn', of: message.of });
        if (message.type !== 'frame') return;
        const { width, height } = message;
        // Some points tell whether there is a picture; to look at all of them costs more than to draw them.
        const luma = new Uint8Array(message.data, 0, width * height);
        const tones = new Set<number | undefined>();
        for (let at = 0; at < luma.length; at += 97) tones.add(luma[at]);
        const { frames } = watcher.seen[message.of];
        watcher.seen[message.of] = { frames: frames + 1, width, height, tones: tones.size };
      });
      port.start();
      want();
      setInterval(want, 200);
    });
  });
  await ui.reload();
}

export const picturesSeen = (ui: Page): Promise<Watcher['seen'] | null> =>
  ui.evaluate(() => window.watcher?.seen ?? null);
