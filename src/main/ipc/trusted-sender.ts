import { type AppHost, appHostOf } from '../security/app-origin.ts';

interface Frame {
  readonly url: string;
  readonly parent: unknown;
}

interface Sender {
  isDestroyed(): boolean;
}

/** What Electron tells about who sent a message. */
export interface SenderEvent {
  readonly sender: Sender;
  readonly senderFrame: Frame | null;
}

/**
 * True only for the main frame of exactly that window, showing exactly that host of the app scheme (Electron security checklist 17).
 * @param expected the window's web contents now; null while there is none
 */
export function isTrustedSender(event: SenderEvent, expected: Sender | null, host: AppHost): boolean {
  if (expected === null || event.sender !== expected || expected.isDestroyed()) return false;
  try {
    const frame = event.senderFrame;
    return frame !== null && frame.parent === null && appHostOf(frame.url) === host;
  } catch {
    // Electron throws when the frame went away meanwhile.
    return false;
  }
}
