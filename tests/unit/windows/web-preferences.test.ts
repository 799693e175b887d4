import type { Session } from 'electron';
import { describe, expect, it } from 'vitest';
import { webPreferences } from '../../../src/main/windows/web-preferences.ts';

describe('webPreferences', () => {
  it('confines every page alike', () => {
    const session = {} as Session;
    const given = {
      session,
      preload: '/app/out/preload/ui.cjs',
      backgroundThrottling: true,
      spellcheck: false,
      devTools: false,
    };
    expect(webPreferences({ ...given, compileAhead: true })).toEqual({
      ...given,
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
      autoplayPolicy: 'no-user-gesture-required',
      v8CacheOptions: 'bypassHeatCheckAndEagerCompile',
    });
  });
});
