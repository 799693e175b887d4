interface CommandLine {
  appendSwitch(name: string, value?: string): void;
  getSwitchValue(name: string): string;
}

export interface ChromiumSwitchesOptions {
  readonly platform: NodeJS.Platform;
  /** The sandbox's contacts offer loopback candidates only, which Chromium otherwise leaves out. */
  readonly loopbackCalls: boolean;
}

/**
 * Listing microphones makes Chromium look for cameras too, and each time start a process of its own for that, 19 MB, which stays for some
 * seconds; with a camera in use it stays for as long. On Linux that process confines nothing: it has no sandbox, and cameras are read through the kernel
 * (V4L2) alone. Elsewhere the look runs code of drivers, and stays where it is.
 */
const camerasInside = 'RunVideoCaptureServiceInBrowserProcess';

/**
 * A page that is to be painted first asks for a channel to the GPU process, and does nothing else until it has one: 40 to 70 ms of a start, in which its
 * program can run. Only where that was measured: VS Code asks so everywhere (its pull request 241640), others have seen renderers die of it on Windows 10.
 */
const channelWithoutWaiting = 'EstablishGpuChannelAsync';

const features: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [camerasInside, channelWithoutWaiting],
};

/**
 * A page's functions are all compiled with its script, and so kept in its code cache. By itself V8 keeps of a module only what ran while it was evaluated,
 * whatever `v8CacheOptions` says: that reaches classic scripts. 690 functions of the inbox's first view were compiled at each start.
 */
const scriptFlags = '--no-lazy';

/** To be called before the app is ready. What whoever starts the app asks of Chromium stays. */
export function setChromiumSwitches(commandLine: CommandLine, options: ChromiumSwitchesOptions): void {
  const own = features[options.platform] ?? [];
  const asked = commandLine.getSwitchValue('enable-features');
  if (own.length > 0) commandLine.appendSwitch('enable-features', [...(asked === '' ? [] : [asked]), ...own].join(','));
  const askedFlags = commandLine.getSwitchValue('js-flags');
  commandLine.appendSwitch('js-flags', askedFlags === '' ? scriptFlags : `${askedFlags} ${scriptFlags}`);
  if (options.loopbackCalls) commandLine.appendSwitch('allow-loopback-in-peer-connection');
}
