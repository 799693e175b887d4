import { readFileSync, renameSync } from 'node:fs';
import { settingsChange } from '#shared/contracts/settings.ts';
import { errorCodeOf } from '../platform/file-failure.ts';
import { damagedName } from '../platform/json-file.ts';
import type { UserSettings } from './effective-settings.ts';

/** The part of electron-store that is used. `set` merges, writes atomically and throws where it cannot. */
export interface SettingsFile {
  set(values: Readonly<Record<string, unknown>>): void;
}

export interface SettingsOnDisk {
  readonly user: UserSettings;
  /** What was wrong with the file, for the log; null: nothing. Where the whole file was damaged it stands beside under a new name. */
  readonly problem: string | null;
}

/**
 * Reads the settings before electron-store does, which would refuse a damaged file. A field that does not fit is left out and the
 * others count; what this release does not know is left in the file for the one that does.
 */
export function readSettings(file: string, now: number): SettingsOnDisk {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = errorCodeOf(error);
    return { user: {}, problem: code === 'ENOENT' ? null : `cannot be read (${code ?? String(error)})` };
  }
  const fields = objectIn(text);
  return fields === null ? { user: {}, problem: putAside(file, now) } : sound(fields);
}

function putAside(file: string, now: number): string {
  const aside = damagedName(file, now);
  try {
    renameSync(file, aside);
    return `was damaged and now stands in ${aside}`;
  } catch (error) {
    return `is damaged and could not be put aside (${errorCodeOf(error) ?? String(error)})`;
  }
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function sound(fields: Readonly<Record<string, unknown>>): SettingsOnDisk {
  const known = Object.entries(fields).filter(([key]) => Object.hasOwn(settingsChange.shape, key));
  const fitting = known.filter(([key, value]) => settingsChange.safeParse({ [key]: value }).success);
  const wrong = known.filter((entry) => !fitting.includes(entry)).map(([key]) => key);
  return {
    user: settingsChange.parse(Object.fromEntries(fitting)),
    problem: wrong.length === 0 ? null : `holds values that do not fit: ${wrong.join(', ')}`,
  };
}
