import ElectronStore from 'electron-store';
import type { Policy } from '#shared/contracts/policy.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { SettingsFile, SettingsOnDisk } from './settings-file.ts';
import { createSettingsStore, type SettingsStore } from './settings-store.ts';

/** Opens `settings.json` in the folder of the app's data, as it was found. Never fails: where the file cannot be used the defaults count and the log says so. */
export function openSettings(directory: string, policy: Policy, found: SettingsOnDisk, log: MainLog): SettingsStore {
  const { user, problem } = found;
  if (problem !== null) log.warn(`settings.json ${problem}`);
  return createSettingsStore({ file: openFile(directory, log), user, policy, log });
}

function openFile(directory: string, log: MainLog): SettingsFile {
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
