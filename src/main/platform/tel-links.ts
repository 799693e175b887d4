/** `tel:` links of other applications (RFC 3966): they open the dial dialog filled in, and never dial by themselves. */

export interface LinkApp {
  on(event: 'open-url', listener: (event: { preventDefault(): void }, url: string) => void): unknown;
  setAsDefaultProtocolClient(protocol: string): boolean;
  removeAsDefaultProtocolClient(protocol: string): boolean;
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
export function onLink(app: Pick<LinkApp, 'on'>, dial: (text: string) => void): void {
  app.on('open-url', (event, url) => {
    event.preventDefault();
    const text = dialTextOf(url);
    if (text !== null) dial(text);
  });
}

/** Follows the agent's wish; what was never wanted is never touched, so that another application's links stay its own. */
export function createLinkRegistration(
  app: Pick<LinkApp, 'setAsDefaultProtocolClient' | 'removeAsDefaultProtocolClient'>,
  initially: boolean,
): (wanted: boolean) => void {
  let registered = false;
  const apply = (wanted: boolean): void => {
    if (wanted === registered) return;
    registered = wanted;
    if (wanted) app.setAsDefaultProtocolClient('tel');
    else app.removeAsDefaultProtocolClient('tel');
  };
  apply(initially);
  return apply;
}
