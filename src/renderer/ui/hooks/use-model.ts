import { createContext, useContext } from 'react';
import type { SessionSnapshot } from '#shared/contracts/session.ts';
import type { Actions } from '../state/actions.ts';
import type { Model } from '../state/model.ts';
import type { Route } from '../state/route.ts';
import { useStore } from '../state/store.ts';
import type { WindowState } from '../state/window-state.ts';

export interface App {
  readonly model: Model;
  readonly actions: Actions;
  readonly windowState: WindowState;
}

export const AppContext = createContext<App | null>(null);

function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error('no model');
  return app;
}

export const useModel = (): Model => useApp().model;
export const useActions = (): Actions => useApp().actions;
export const useWindowState = (): WindowState => useApp().windowState;

/** The selector must return parts of the snapshot, not new objects. */
export const useSession = <Selected>(selector: (session: SessionSnapshot) => Selected): Selected =>
  useStore(useModel().session, selector);

export const useRoute = (): Route => useStore(useModel().router, identity);

const identity = <Value>(value: Value): Value => value;
