import { MessageChannelMain, type WebContents } from 'electron';
import { type AppHost, appHostOf } from '../security/app-origin.ts';

/** Channel on which the preload scripts of both windows wait for their end. */
const picturesPortChannel = 'pictures-port';

type Page = Pick<WebContents, 'getURL' | 'isDestroyed' | 'isCrashed' | 'postMessage'>;

/**
 * Joins the two pages by a fresh channel for pictures (contracts/pictures.ts), which main does not listen to. An earlier one falls silent: each page
 * takes the newest. Without effect while one of them is not there; it is to be called again whenever one has loaded.
 */
export function joinPictures(phone: Page | null, ui: Page | null): void {
  if (!isOurs(phone, 'phone') || !isOurs(ui, 'ui')) return;
  const { port1, port2 } = new MessageChannelMain();
  phone.postMessage(picturesPortChannel, null, [port1]);
  ui.postMessage(picturesPortChannel, null, [port2]);
}

function isOurs(page: Page | null, host: AppHost): page is Page {
  return page !== null && !page.isDestroyed() && !page.isCrashed() && appHostOf(page.getURL()) === host;
}
