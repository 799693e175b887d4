import ElectronStore from 'electron-store';
import type { MainLog } from '../platform/log-port.ts';
import type { SettingsFile } from './settings-file.ts';

/** Opens `settings.json` in the folder of the app's data for writing. Never fails: where the file cannot be used the log says so, and no change is kept. */
export function openSettingsFile(directory: string, log: MainLog): SettingsFile {
  try {
    const store = new ElectronStore({ name: 'settings', cwd: directory, accessPropertiesByDotNotation: false });
    return { set: (values) => store.set({ ...values }) };
  } catch (error) {
    log.error('settings.json cannot be opened', { error: String(error) });
    return {
      set: () => {
        throw error;
      },
    };
  }
}
