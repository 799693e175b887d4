import { ipcRenderer } from 'electron';
import { picturesPortMessage } from '#shared/contracts/pictures.ts';

/** Passes the page its end of the channel for pictures, as often as main sends one. Main does so once the page's script has run. */
export function handOnPictures(): void {
  ipcRenderer.on('pictures-port', ({ ports: [port] }) => {
    if (port !== undefined) window.postMessage(picturesPortMessage, location.origin, [port]);
  });
}
