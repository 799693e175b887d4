import type { NetworkInterfaceInfo } from 'node:os';
import type { Clock } from './clock.ts';

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

export interface NetworkWatchOptions {
  /** Electron's `net.isOnline`: false means surely offline, true means nothing. */
  readonly isOnline: () => boolean;
  /** `os.networkInterfaces`. */
  readonly interfaces: () => Interfaces;
  readonly clock: Clock;
  /** The way out has changed: another network, another address, back from none. */
  readonly onChange: (network: { readonly online: boolean }) => void;
}

/** Neither question costs more than a fraction of a millisecond, and calls must be back within two seconds. */
const pollMs = 1000;

/** Notices that the computer changed its network: Chromium tells main about it by no event. @returns stops watching */
export function watchNetwork({ isOnline, interfaces, clock, onChange }: NetworkWatchOptions): () => void {
  const look = (): { online: boolean; addresses: string } => ({
    online: isOnline(),
    addresses: addressKey(interfaces()),
  });
  let last = look();
  let cancel = (): void => undefined;
  const poll = (): void => {
    const now = look();
    const changed = now.online !== last.online || now.addresses !== last.addresses;
    last = now;
    cancel = clock.after(pollMs, poll);
    if (changed) onChange({ online: now.online });
  };
  cancel = clock.after(pollMs, poll);
  return () => cancel();
}

/** All addresses that lead out, in a fixed order. Link-local ones say nothing about a way out. */
function addressKey(interfaces: Interfaces): string {
  return Object.entries(interfaces)
    .flatMap(([name, addresses = []]) =>
      addresses
        .filter(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address))
        .map(({ address }) => `${name} ${address}`),
    )
    .sort()
    .join(',');
}
