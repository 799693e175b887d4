import { ipcMain, type WebContents } from 'electron';
import type { MainLog } from '../platform/log-port.ts';
import { closeForeignChannels } from './foreign-channels.ts';
import { createUiIpc, trustUiWindow } from './register.ts';
import type { UiHandlers } from './request-gate.ts';

/**
 * Opens the ui window's road into main, and shuts what libraries opened without a check of the sender: to be called when they are set up.
 * @param webContents the ui window's page that is alive now
 * @returns closes the road again
 */
export function openUiIpc(webContents: () => WebContents | null, handlers: UiHandlers, log: MainLog): () => void {
  closeForeignChannels(ipcMain);
  return createUiIpc({ ipcMain, isTrusted: trustUiWindow(webContents), handlers, log });
}
