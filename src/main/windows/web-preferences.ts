import type { Session, WebPreferences } from 'electron';

export interface WindowPreferences {
  readonly session: Session;
  /** Absolute path of the built preload script. */
  readonly preload: string;
  /** False keeps timers of a hidden page running at full speed. */
  readonly backgroundThrottling: boolean;
  readonly spellcheck: boolean;
  readonly devTools: boolean;
  /** Keeps the page's scripts compiled from their first use on; otherwise only those that are used often (see also chromium-switches.ts). */
  readonly compileAhead: boolean;
}

/**
 * The one set of preferences for every window (Electron security checklist 2–6, 8–11). Spelt out even where Electron's default is the
 * same, so that a changed default changes nothing here.
 */
export function webPreferences(preferences: WindowPreferences): WebPreferences {
  return {
    session: preferences.session,
    preload: preferences.preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    plugins: false,
    navigateOnDragDrop: false,
    disableDialogs: true,
    // A page that rings does so without having been clicked.
    autoplayPolicy: 'no-user-gesture-required',
    backgroundThrottling: preferences.backgroundThrottling,
    spellcheck: preferences.spellcheck,
    devTools: preferences.devTools,
    v8CacheOptions: preferences.compileAhead ? 'bypassHeatCheckAndEagerCompile' : 'code',
  };
}
