import type { MenuItemConstructorOptions } from 'electron';

/**
 * The application menu. Only macOS needs one, for its standard keys (copy and paste among them); elsewhere it would take room and offer
 * reload and developer tools, and leaving it out makes the start quicker.
 */
export function appMenu(platform: NodeJS.Platform): MenuItemConstructorOptions[] | null {
  return platform === 'darwin' ? [{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }] : null;
}
