import { MessageChannelMain, type MessagePortMain, type WebContents } from 'electron';

/** Channel on which the preload script of the phone window waits for its port. */
const phonePortChannel = 'phone-port';

/** Gives a phone page its end of a new channel. @returns main's end */
export function handOverPort(page: Pick<WebContents, 'postMessage'>): MessagePortMain {
  const { port1, port2 } = new MessageChannelMain();
  page.postMessage(phonePortChannel, null, [port2]);
  return port1;
}
