import { ipcMain } from 'electron';

/** electron-store opens this channel to every page as soon as a store is made; it tells where the app's data lies. No page of ours asks. */
const foreignChannels = ['electron-store-get-data'] as const;

/** Closes what libraries opened without a check of the sender. To be called right after the libraries were set up. */
export function closeForeignChannels(): void {
  for (const channel of foreignChannels) ipcMain.removeAllListeners(channel);
}
