import { contextBridge, ipcRenderer } from 'electron';
import type { MainToPhone, PhoneBridge, PhoneToMain } from '#shared/contracts/phone.ts';
import { handOnPictures } from './hand-on-pictures.ts';

/** Main sends the port when the page has loaded; what is said before, in either direction, is kept. A new port replaces the old one. */
const unsent: PhoneToMain[] = [];
const unheard: MainToPhone[] = [];
let port: MessagePort | null = null;
let listener: ((message: MainToPhone) => void) | null = null;

ipcRenderer.on('phone-port', (event) => {
  const [next] = event.ports;
  if (next === undefined) return;
  if (port !== null) {
    port.onmessage = null;
    port.close();
  }
  port = next;
  port.onmessage = ({ data }: MessageEvent<MainToPhone>) => {
    if (listener === null) unheard.push(data);
    else listener(data);
  };
  for (const message of unsent.splice(0)) port.postMessage(message);
});

const bridge: PhoneBridge = {
  send: (message) => {
    if (port === null) unsent.push(message);
    else port.postMessage(message);
  },
  listen: (next) => {
    listener = next;
    for (const message of unheard.splice(0)) next(message);
  },
};

contextBridge.exposeInMainWorld('phoneLink', bridge);
handOnPictures();
