import { picturesPortMessage } from '#shared/contracts/pictures.ts';
import type { Pictures } from './pictures.ts';

/** Takes each port that the preload script hands into the page, and follows whether the window is seen. */
export function receivePictures(target: Window, pictures: Pick<Pictures, 'connect' | 'setInSight'>): void {
  target.addEventListener('message', ({ source, data, ports: [port] }) => {
    if (source === target && data === picturesPortMessage && port !== undefined) pictures.connect(port);
  });
  target.document.addEventListener('visibilitychange', () =>
    pictures.setInSight(target.document.visibilityState === 'visible'),
  );
}
