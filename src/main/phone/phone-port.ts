import type { MainToPhone } from '#shared/contracts/phone.ts';

/** One end of the channel to a phone window. */
export interface PhonePort {
  postMessage(message: MainToPhone): void;
  /** Once, before anything is posted. */
  onMessage(listener: (data: unknown) => void): void;
  /** The other end is gone. */
  onClose(listener: () => void): void;
  close(): void;
}

/** What is needed of Electron's MessagePortMain. */
export interface MessagePortMainLike {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** A MessagePortMain as a {@link PhonePort}; it starts to deliver with the listener. */
export function phonePortOf(port: MessagePortMainLike): PhonePort {
  return {
    postMessage: (message) => port.postMessage(message),
    onMessage(listener) {
      port.on('message', ({ data }) => listener(data));
      port.start();
    },
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  };
}
