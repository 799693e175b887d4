import { type CallsTab, callsTabs } from './orders.ts';
import { createStore, type Store } from './store.ts';

/** What the window shows, kept in the address so that a reload shows the same. */
export type Route =
  | { readonly view: 'inbox'; readonly contactId: string | null }
  | { readonly view: 'calls'; readonly tab: CallsTab | 'follow-ups' }
  | { readonly view: 'recordings' }
  | { readonly view: 'settings' };

export type View = Route['view'];

export function parseRoute(hash: string): Route {
  const [view = '', detail = ''] = hash.replace(/^#?\/?/, '').split('/');
  switch (view) {
    case 'calls':
      return { view, tab: detail === 'follow-ups' ? detail : (callsTabs.find((tab) => tab === detail) ?? 'all') };
    case 'recordings':
    case 'settings':
      return { view };
    default:
      return { view: 'inbox', contactId: decode(detail) };
  }
}

/** For `href`: `#/inbox/anna`. */
export function routeHref(route: Route): string {
  switch (route.view) {
    case 'inbox':
      return route.contactId === null ? '#/inbox' : `#/inbox/${encodeURIComponent(route.contactId)}`;
    case 'calls':
      return route.tab === 'all' ? '#/calls' : `#/calls/${route.tab}`;
    default:
      return `#/${route.view}`;
  }
}

/** Asked before another view is shown. @returns false: the view stays; whoever said so goes on to it later, or not */
export type RouteGuard = (next: Route) => boolean;

export interface Router extends Store<Route> {
  readonly go: (route: Route) => void;
  /** One at a time. @returns what takes it away */
  readonly guard: (guard: RouteGuard) => () => void;
}

export function createRouter(target: Window): Router {
  const store = createStore(parseRoute(target.location.hash));
  let guard: RouteGuard | null = null;
  target.addEventListener('hashchange', () => {
    const next = parseRoute(target.location.hash);
    const current = store.get();
    if (guard === null || next.view === current.view || guard(next)) store.set(next);
    else target.location.hash = routeHref(current);
  });
  return {
    get: store.get,
    subscribe: store.subscribe,
    guard: (asked) => {
      guard = asked;
      return () => {
        if (guard === asked) guard = null;
      };
    },
    go: (route) => {
      target.location.hash = routeHref(route);
    },
  };
}

function decode(text: string): string | null {
  if (text === '') return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
