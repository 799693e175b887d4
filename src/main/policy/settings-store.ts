import type { Policy } from '#shared/contracts/policy.ts';
import type { SettingView } from '#shared/contracts/session.ts';
import type { SettingKey, Settings, SettingsChange } from '#shared/contracts/settings.ts';
import { ok, type Result } from '#shared/result.ts';
import { fileFailure } from '../platform/file-failure.ts';
import type { MainLog } from '../platform/log-port.ts';
import { effectiveSettings, refuseManaged, settingsInForce, type UserSettings } from './effective-settings.ts';
import type { SettingsFile } from './settings-file.ts';

export interface SettingsStore {
  /** Each value with its origin, for the ui. */
  view(): SettingView;
  /** The values in force. */
  values(): Settings;
  /** On disk before it counts. `managed`: the policy fixes one of them, and none is changed. */
  change(change: SettingsChange): Result<null>;
  /** Called after each change with the values in force and the names that differ now. @returns the unsubscribe function */
  onChange(listener: (values: Settings, changed: readonly SettingKey[]) => void): () => void;
}

export function createSettingsStore(options: {
  readonly file: SettingsFile;
  /** What the file held at the start. */
  readonly user: UserSettings;
  readonly policy: Policy;
  readonly log: MainLog;
}): SettingsStore {
  const listeners = new Set<(values: Settings, changed: readonly SettingKey[]) => void>();
  let user = options.user;
  let view = effectiveSettings(options.policy, user);

  return {
    view: () => view,
    values: () => settingsInForce(view),
    change: (change) => {
      const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const refused = refuseManaged(options.policy, named);
      if (refused !== null) return refused;
      try {
        options.file.set(named);
      } catch (error) {
        options.log.error('the settings could not be saved', { error: String(error) });
        return fileFailure(error);
      }
      const before = view;
      user = { ...user, ...named };
      view = effectiveSettings(options.policy, user);
      const changed = (Object.keys(view) as SettingKey[]).filter((key) => !isSame(view[key].value, before[key].value));
      if (changed.length > 0) for (const listener of [...listeners]) listener(settingsInForce(view), changed);
      return ok(null);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Some settings are objects, and are made anew each time. */
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
