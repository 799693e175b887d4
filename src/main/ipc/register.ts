import type { IpcMainInvokeEvent, WebContents } from 'electron';
import type { MainLog } from '../platform/log-port.ts';
import { createRequestGate, type UiHandlers } from './request-gate.ts';
import { isTrustedSender } from './trusted-sender.ts';

/** The one channel on which the ui window asks: `(name, argument)`, answered with a Result. */
const requestChannel = 'ui:request';

export interface UiIpcOptions {
  readonly ipcMain: {
    handle(
      channel: string,
      listener: (event: IpcMainInvokeEvent, name: unknown, argument: unknown) => Promise<unknown>,
    ): void;
    removeHandler(channel: string): void;
  };
  /** See {@link trustUiWindow}. */
  readonly isTrusted: (event: IpcMainInvokeEvent) => boolean;
  readonly handlers: UiHandlers;
  readonly log: MainLog;
}

/** Opens the window's road into main. @returns closes it again */
export function createUiIpc({ ipcMain, isTrusted, handlers, log }: UiIpcOptions): () => void {
  const gate = createRequestGate(handlers, log);
  ipcMain.handle(requestChannel, (event, name, argument) => gate(isTrusted(event), name, argument));
  return () => ipcMain.removeHandler(requestChannel);
}

/** The check for {@link UiIpcOptions.isTrusted}: the main frame of the ui window that is alive now. */
export function trustUiWindow(webContents: () => WebContents | null): (event: IpcMainInvokeEvent) => boolean {
  return (event) => isTrustedSender(event, webContents(), 'ui');
}
