import { lazy, type ReactNode, Suspense } from 'react';
import { FaultBoundary } from '../../components/fault-boundary.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { Toasts } from '../../components/toasts.tsx';
import { NothingChosen } from '../../features/inbox/nothing-chosen.tsx';
import { useRoute, useWindowState } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { routeHref } from '../../state/route.ts';
import { useStore } from '../../state/store.ts';
import { pages } from '../pages.ts';
import styles from './main-area.module.css';

const Conversation = lazy(async () => ({ default: (await pages.conversation()).Conversation }));
const CallsView = lazy(async () => ({ default: (await pages.calls()).CallsView }));
const RecordingsView = lazy(async () => ({ default: (await pages.recordings()).RecordingsView }));
const SettingsView = lazy(async () => ({ default: (await pages.settings()).SettingsView }));

/** The page that the rail or the list chose. Only what is shown is loaded; the rest follows when the window is idle. */
export function MainArea() {
  const t = useT();
  const route = useRoute();
  const { fullScreen } = useWindowState();
  const full = useStore(fullScreen, (value) => value);
  return (
    <main className={styles.main}>
      <h1 className="visually-hidden">{t(`nav.${route.view}`)}</h1>
      <FaultBoundary place={routeHref(route)}>
        <Suspense fallback={<Skeleton label={t('state.loading')} rows={6} />}>
          <Page />
        </Suspense>
      </FaultBoundary>
      {/* In full screen they stand there. */}
      {full ? null : <Toasts />}
    </main>
  );
}

function Page(): ReactNode {
  const route = useRoute();
  switch (route.view) {
    case 'inbox':
      return route.contactId === null ? (
        <NothingChosen />
      ) : (
        <Conversation key={route.contactId} contactId={route.contactId} />
      );
    case 'calls':
      return <CallsView tab={route.tab} />;
    case 'recordings':
      return <RecordingsView />;
    case 'settings':
      return <SettingsView />;
  }
}
