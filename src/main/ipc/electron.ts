import { ipcMain, type WebContents } from 'electron';
import type { MainLog } from '../platform/log-port.ts';
import { createUiIpc, trustUiWindow } from './register.ts';
import type { UiHandlers } from './request-gate.ts';

/**
 * Opens the ui window's road into main.
 * @param webContents the ui window's page that is alive now
 * @returns closes the road again
 */
export function openUiIpc(webContents: () => WebContents | null, handlers: UiHandlers, log: MainLog): () => void {
  return createUiIpc({ ipcMain, isTrusted: trustUiWindow(webContents), handlers, log });
}
