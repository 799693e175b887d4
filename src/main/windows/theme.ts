import type { Settings } from '#shared/contracts/settings.ts';

/** What the window shows until the page has painted, so that a dark room gets no white flash. The page's `--surface-main`. */
const backgrounds = { light: '#ffffff', dark: '#19191c' } as const;

const backgroundColour = (dark: boolean): string => backgrounds[dark ? 'dark' : 'light'];

interface NativeTheme {
  themeSource: 'system' | 'light' | 'dark';
  readonly shouldUseDarkColors: boolean;
  on(event: 'updated', listener: () => void): unknown;
}

/**
 * Puts the agent's theme in force for title bar, menus and dialogs (the system draws them after `themeSource`) and for the page's
 * `prefers-color-scheme`.
 */
export function createTheme(nativeTheme: NativeTheme) {
  return {
    apply: (theme: Settings['theme']): void => {
      nativeTheme.themeSource = theme;
    },
    background: (): string => backgroundColour(nativeTheme.shouldUseDarkColors),
    onChange: (listener: () => void): void => {
      nativeTheme.on('updated', listener);
    },
  };
}

export type Theme = ReturnType<typeof createTheme>;
