/** The app's own scheme. Each window has its own host and thereby its own origin: `app://ui` and `app://phone`. */
export const appScheme = 'app';

const appHosts = ['ui', 'phone'] as const;
export type AppHost = (typeof appHosts)[number];

/** What a window of the host loads, and the only document its main frame may ever show. */
export const entryUrl = (host: AppHost): string => `${appScheme}://${host}/index.html`;

/**
 * The app host that an address belongs to; null for everything else, also for what cannot be parsed.
 * A parser decides, never a comparison of strings: `app://ui.evil/`, `app://ui@evil/` and `app://ui:80/` are foreign.
 */
export function appHostOf(address: string): AppHost | null {
  const url = parseUrl(address);
  if (url === null || url.protocol !== `${appScheme}:`) return null;
  if (url.username !== '' || url.password !== '' || url.port !== '') return null;
  return appHosts.find((host) => host === url.hostname) ?? null;
}

export function parseUrl(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}
