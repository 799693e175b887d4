import type { NativeImage } from 'electron';
import type { Words } from './words.ts';

export interface AttentionView {
  /** Conversations and missed calls nobody has looked at. */
  readonly waiting: number;
  readonly ringing: number;
}

interface AttentionWindow {
  flashFrame(on: boolean): void;
  isFocused(): boolean;
  setOverlayIcon(image: NativeImage | null, description: string): void;
}

export interface AttentionOptions {
  readonly platform: NodeJS.Platform;
  readonly app: {
    setBadgeCount(count: number): boolean;
    readonly dock?: { bounce(type: 'critical' | 'informational'): number; cancelBounce(id: number): void } | undefined;
  };
  readonly window: () => AttentionWindow | null;
  /** The mark on a Windows taskbar button. */
  readonly badge: () => NativeImage;
  readonly words: () => Words;
}

/** Shows on dock or taskbar that something waits; a ringing call makes the button flash until it is over or the window is looked at. */
export function createAttention(options: AttentionOptions) {
  let shown: number | null = null;
  let ringing = false;
  let bounce: number | null = null;

  function mark(waiting: number): void {
    if (waiting === shown) return;
    if (options.platform !== 'win32') {
      shown = waiting;
      options.app.setBadgeCount(waiting);
      return;
    }
    const window = options.window();
    if (window === null) return;
    shown = waiting;
    window.setOverlayIcon(waiting > 0 ? options.badge() : null, waiting > 0 ? options.words().waiting : '');
  }

  function call(on: boolean): void {
    const window = options.window();
    if (on && window?.isFocused() !== true) {
      window?.flashFrame(true);
      bounce ??= options.app.dock?.bounce('critical') ?? null;
      return;
    }
    window?.flashFrame(false);
    if (bounce !== null) options.app.dock?.cancelBounce(bounce);
    bounce = null;
  }

  return {
    update: (view: AttentionView): void => {
      mark(view.waiting);
      if (view.ringing > 0 === ringing) return;
      ringing = view.ringing > 0;
      call(ringing);
    },
    /** The agent looks at the window: the call is in plain sight. */
    focused: (): void => call(false),
    /** A new window has no mark yet. */
    windowMade: (): void => {
      const waiting = shown;
      shown = null;
      if (waiting !== null) mark(waiting);
      if (ringing) call(true);
    },
  };
}
