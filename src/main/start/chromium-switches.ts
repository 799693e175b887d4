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
const features: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'RunVideoCaptureServiceInBrowserProcess',
};

/** To be called before the app is ready. What whoever starts the app asks of Chromium stays. */
export function setChromiumSwitches(commandLine: CommandLine, options: ChromiumSwitchesOptions): void {
  const feature = features[options.platform];
  const asked = commandLine.getSwitchValue('enable-features');
  if (feature !== undefined)
    commandLine.appendSwitch('enable-features', asked === '' ? feature : `${asked},${feature}`);
  if (options.loopbackCalls) commandLine.appendSwitch('allow-loopback-in-peer-connection');
}
