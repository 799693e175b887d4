import type { PhoneEvent } from '#shared/contracts/phone.ts';

export type Devices = Omit<PhoneEvent<'devices'>, 'type'>;

export interface DeviceList {
  readonly current: () => Devices;
  /** Looks again, and asks once for the permission without which devices have no names. */
  refresh(): Promise<void>;
  stop(): void;
}

/** One plug fires several events. */
const debounceMs = 150;
/** Roles that Windows lists as if they were devices; no preference at all stands for them. */
const roles: ReadonlySet<string> = new Set(['', 'default', 'communications']);
const limit = 200;

/** Follows what is plugged in. `onChange` comes after each change of devices, also where the list looks the same: a default may have moved. */
export function watchDevices(onChange: (devices: Devices) => void, log: (text: string) => void): DeviceList {
  let current: Devices = { microphones: [], speakers: [], cameras: [] };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let warmed = false;

  const look = async (): Promise<void> => {
    try {
      let found = await navigator.mediaDevices.enumerateDevices();
      if (!warmed && isNameless(found)) {
        warmed = true;
        await openOnce();
        found = await navigator.mediaDevices.enumerateDevices();
      }
      current = {
        microphones: listOf(found, 'audioinput'),
        speakers: listOf(found, 'audiooutput'),
        cameras: listOf(found, 'videoinput'),
      };
      onChange(current);
    } catch (error) {
      log(`devices cannot be listed: ${String(error)}`);
    }
  };

  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), debounceMs);
  };
  navigator.mediaDevices.addEventListener('devicechange', changed);

  return {
    current: () => current,
    refresh: look,
    stop: () => {
      clearTimeout(timer);
      navigator.mediaDevices.removeEventListener('devicechange', changed);
    },
  };
}

const isNameless = (devices: readonly MediaDeviceInfo[]): boolean =>
  devices.some(({ kind }) => kind === 'audioinput') && devices.every(({ label }) => label === '');

/** Settles the permission before the first call, in which nobody has time for a prompt. */
async function openOnce(): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
  for (const track of stream?.getTracks() ?? []) track.stop();
}

function listOf(devices: readonly MediaDeviceInfo[], kind: MediaDeviceKind): Devices['microphones'] {
  return devices
    .filter((device) => device.kind === kind && !roles.has(device.deviceId))
    .slice(0, limit)
    .map(({ deviceId, label }) => ({ id: deviceId, label: label.slice(0, 500) }));
}
