/** What shows tray icons on a Linux desktop (freedesktop StatusNotifierItem). */
const watcher = 'org.kde.StatusNotifierWatcher';
const property = 'IsStatusNotifierHostRegistered';
const place = '/StatusNotifierWatcher';

/** Each asks the same question; what is installed differs between distributions. */
const questions: readonly (readonly [tool: string, ...arguments: string[]])[] = [
  [
    'gdbus',
    'call',
    '--session',
    `--dest=${watcher}`,
    `--object-path=${place}`,
    '--method=org.freedesktop.DBus.Properties.Get',
    watcher,
    property,
  ],
  ['busctl', '--user', 'get-property', watcher, place, watcher, property],
  [
    'dbus-send',
    '--session',
    '--print-reply',
    `--dest=${watcher}`,
    place,
    'org.freedesktop.DBus.Properties.Get',
    `string:${watcher}`,
    `string:${property}`,
  ],
];

/** What a tool wrote; null: it could not be started. One that failed has written nothing. */
export type RunTool = (tool: string, parameters: readonly string[]) => Promise<string | null>;

/**
 * Whether a tray icon can be seen. On Windows and macOS always; on Linux Electron makes one also where nothing shows it (plain GNOME, a bare
 * window manager), so the desktop is asked. Where nobody answers there is none.
 */
export async function hasTrayHost(platform: NodeJS.Platform, run: RunTool): Promise<boolean> {
  if (platform === 'win32' || platform === 'darwin') return true;
  for (const [tool, ...parameters] of questions) {
    const answer = await run(tool, parameters);
    if (answer !== null) return /\btrue\b/.test(answer);
  }
  return false;
}
