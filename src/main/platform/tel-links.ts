/** `tel:` links of other applications (RFC 3966): they open the dial dialog filled in, and never dial by themselves. */

export interface LinkApp {
  on(event: 'open-url', listener: (event: { preventDefault(): void }, url: string) => void): unknown;
}

/** The longest link that can hold a number with all its parameters. */
const longest = 300;

/** What a link wants dialled, as text for the dialog's field, where the number is judged; null: no telephone link. */
export function dialTextOf(link: string): string | null {
  if (link.length > longest || !/^(?:tel|callto):/i.test(link)) return null;
  const text = decoded(link).replace(/^[a-z]+:(?:\/\/)?/i, '');
  // Nothing that could disturb a text field or a line of a log.
  return /^[\x20-\x7e]+$/.test(text) && text.trim() !== '' ? `tel:${text.trim()}` : null;
}

function decoded(link: string): string {
  try {
    return decodeURIComponent(link);
  } catch {
    return link;
  }
}

/** Systems hand a link to a new start of the app as one of its arguments, with flags of Chromium around it. */
export function dialTextInArguments(argv: readonly string[]): string | null {
  for (const argument of argv) {
    const text = dialTextOf(argument);
    if (text !== null) return text;
  }
  return null;
}

/** A Mac sends an event instead, perhaps before the app is ready. */
export function onLink(app: LinkApp, dial: (text: string) => void): void {
  app.on('open-url', (event, url) => {
    event.preventDefault();
    const text = dialTextOf(url);
    if (text !== null) dial(text);
  });
}

export interface LinkSystem {
  readonly platform: NodeJS.Platform;
  readonly isPackaged: boolean;
  /** The program that runs; in development Electron itself, which is told by `appPath` what to open. */
  readonly execPath: string;
  readonly appPath: string;
}

/** What a system is told to start for a link: nothing more than that it is this program, or a program and what it is started with. */
export type LinkTarget = [path?: string, args?: string[]];

/**
 * A Mac goes by what the bundle declares, Linux by the desktop entry of that name (electron-builder.yml `protocols`, package.json `desktopName`),
 * Windows by a key that names a program. Only there can an app that is not packaged be named at all: elsewhere the system would open Electron.
 *
 * @returns null: there is nothing that this system could open links with
 */
export function linkTarget({ platform, isPackaged, execPath, appPath }: LinkSystem): LinkTarget | null {
  if (isPackaged) return [];
  return platform === 'win32' ? [execPath, [appPath]] : null;
}

export interface LinkRegistrationOptions {
  readonly app: {
    setAsDefaultProtocolClient(protocol: string, path?: string, args?: string[]): boolean;
    removeAsDefaultProtocolClient(protocol: string, path?: string, args?: string[]): boolean;
  };
  readonly target: LinkTarget | null;
  /** Links are wanted here and the system will not have it, or that is over. */
  readonly refused: (isRefused: boolean) => void;
}

/** Follows the agent's wish; what was never wanted is never touched, so that another application's links stay its own. */
export function createLinkRegistration(
  { app, target, refused }: LinkRegistrationOptions,
  initially: boolean,
): (wanted: boolean) => void {
  let registered = false;
  const apply = (wanted: boolean): void => {
    if (wanted === registered) return;
    registered = wanted;
    if (wanted) refused(target === null || !app.setAsDefaultProtocolClient('tel', ...target));
    else {
      if (target !== null) app.removeAsDefaultProtocolClient('tel', ...target);
      refused(false);
    }
  };
  apply(initially);
  return apply;
}
