import { createRoot } from 'react-dom/client';
import type { ConversationRow, Page } from '#shared/contracts/records.ts';
import type { SessionSnapshot } from '#shared/contracts/session.ts';
import type { Result } from '#shared/result.ts';
import { AppContext } from '../hooks/use-model.ts';
import { createLanguage, localeOf } from '../i18n/context.tsx';
import type { Pictures } from '../pictures/pictures.ts';
import type { Client } from '../state/client.ts';
import { createRouter } from '../state/route.ts';
import { createTextStorage } from '../state/storage.ts';
import { createActions } from './actions.ts';
import { LocalisedShell } from './localised-shell.tsx';
import { createModel } from './model.ts';
import { fetchPagesWhenIdle } from './pages.ts';
import { StartFailure } from './start-failure.tsx';
import { createWindowState, trackPointer } from './window-state.ts';

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
  const first = await snapshot;
  if (!first.ok) {
    const language = createLanguage(localeOf(navigator.languages), navigator.languages);
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
      <LocalisedShell />
    </AppContext>,
  );
  fetchPagesWhenIdle((format) => model.numberFormat.set({ format }));
}
