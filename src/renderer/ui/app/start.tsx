import { createRoot } from 'react-dom/client';
import type { ConversationRow, Page } from '#shared/contracts/records.ts';
import type { SessionSnapshot } from '#shared/contracts/session.ts';
import type { Result } from '#shared/result.ts';
import { AppContext } from '../hooks/use-model.ts';
import { prepareLanguage } from '../i18n/context.tsx';
import { createActions } from '../state/actions.ts';
import type { Client } from '../state/client.ts';
import { createModel } from '../state/model.ts';
import type { Pictures } from '../state/pictures.ts';
import { createRouter } from '../state/route.ts';
import { createTextStorage } from '../state/storage.ts';
import { createWindowState, trackPointer } from '../state/window-state.ts';
import { LocalisedShell } from './localised-shell.tsx';
import { fetchPagesWhenIdle } from './pages.ts';
import { StartFailure } from './start-failure.tsx';

export interface StartOptions {
  readonly client: Client;
  readonly pictures: Pictures;
  readonly snapshot: Promise<Result<SessionSnapshot>>;
  readonly firstInboxPage: Promise<Result<Page<ConversationRow>>>;
  readonly root: HTMLElement | null;
}

/** A list that is slower than this comes after the rest of the window. */
const patienceMs = 120;

export async function start({ client, pictures, snapshot, firstInboxPage, root }: StartOptions): Promise<void> {
  if (root === null) throw new Error('the page has no root element');
  // While main is asked there is nothing else to do.
  const language = prepareLanguage(navigator.languages, Date.now());
  const first = await snapshot;
  if (!first.ok) {
    createRoot(root).render(<StartFailure failure={first.error} language={language} />);
    return;
  }
  await Promise.race([firstInboxPage, new Promise((resolve) => setTimeout(resolve, patienceMs))]);
  const model = createModel({
    client,
    router: createRouter(window),
    storage: createTextStorage(window.localStorage),
    pictures,
    snapshot: first.value,
    firstInboxPage,
  });
  const windowState = createWindowState(document);
  trackPointer(window, windowState);
  createRoot(root).render(
    <AppContext value={{ model, actions: createActions(model), windowState }}>
      <LocalisedShell prepared={language} />
    </AppContext>,
  );
  fetchPagesWhenIdle((format) => model.numberFormat.set({ format }));
}
