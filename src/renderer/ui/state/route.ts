import { type CallsTab, callsTabs } from './orders.ts';
import { createStore, type Store } from './store.ts';

/** What the window shows, kept in the address so that a reload shows the same. */
export type Route =
  | { readonly view: 'inbox'; readonly contactId: string | null }
  | { readonly view: 'calls'; readonly tab: CallsTab }
  | { readonly view: 'recordings' }
  | { readonly view: 'settings' };

export type View = Route['view'];

export const homeRoute: Route = { view: 'inbox', contactId: null };

export function parseRoute(hash: string): Route {
  const [view = '', detail = ''] = hash.replace(/^#?\/?/, '').split('/');
  switch (view) {
    case 'calls':
      return { view, tab: callsTabs.find((tab) => tab === detail) ?? 'all' };
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

export interface Router extends Store<Route> {
  readonly go: (route: Route) => void;
}

export function createRouter(target: Window): Router {
  const store = createStore(parseRoute(target.location.hash));
  target.addEventListener('hashchange', () => store.set(parseRoute(target.location.hash)));
  return {
    get: store.get,
    subscribe: store.subscribe,
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
