import { lazy, Suspense } from 'react';
import { LiveRegions } from '../../components/live-regions.tsx';
import { Tooltip } from '../../components/tooltip.tsx';
import { RingAnnouncements } from '../../features/call/ring-announcements.tsx';
import { ReactionAnnouncements } from '../../features/reactions/reaction-announcements.tsx';
import { FullView } from '../../features/video/full-view.tsx';
import { useModel, useRoute, useWindowState } from '../../hooks/use-model.ts';
import { usePainted } from '../../hooks/use-painted.ts';
import { useStore } from '../../state/store.ts';
import { pages } from '../pages.ts';
import { usePushToTalk, useShortcuts } from '../shortcuts/use-shortcuts.ts';
import { toggle } from '../window-state.ts';
import { MainArea } from './main-area.tsx';
import { Rail } from './rail.tsx';
import styles from './shell.module.css';
import { Sidebar } from './sidebar.tsx';
import { useTheme } from './use-theme.ts';

const ShortcutSheet = lazy(async () => ({ default: (await pages.shortcutSheet()).ShortcutSheet }));

const DialDialog = lazy(async () => ({ default: (await pages.dial()).DialDialog }));

export function Shell() {
  const { router, client, dialing } = useModel();
  const route = useRoute();
  const { keypadOpen, reactionsOpen, fullScreen, helpOpen, searchField, presenceField, callButton } = useWindowState();
  const full = useStore(fullScreen, (value) => value);
  const help = useStore(helpOpen, (open) => open);
  const dialText = useStore(dialing, (text) => text);
  useTheme();
  useShortcuts({
    placeCall: () => {
      callButton.current?.click();
      return callButton.current !== null;
    },
    focusSearch: () => {
      // In a very narrow window the page has taken the place of the list.
      if (searchField.current?.checkVisibility() === false) router.go({ view: 'inbox', contactId: null });
      requestAnimationFrame(() => searchField.current?.select());
    },
    focusPresence: () => openList(presenceField.current),
    toggleKeypad: () => toggle(keypadOpen),
    toggleFullScreen: () => (fullScreen.get() ? fullScreen.leave() : fullScreen.enter()),
    toggleReactions: () => {
      // They stand where the keypad would.
      keypadOpen.set(false);
      toggle(reactionsOpen);
    },
    toggleHelp: () => toggle(helpOpen),
  });
  usePushToTalk();
  usePainted(() => void client.ask('window.painted', null));
  const pane = route.view === 'inbox' && route.contactId === null ? 'list' : 'page';
  return (
    <>
      {/* Out of reach of keyboard and screen readers while the pictures cover it. */}
      <div className={styles.shell} data-pane={pane} inert={full}>
        <Rail />
        <Sidebar />
        <MainArea />
      </div>
      <FullView />
      <RingAnnouncements />
      <ReactionAnnouncements />
      <LiveRegions />
      <Tooltip />
      {dialText === null ? null : (
        <Suspense>
          <DialDialog key={dialText} text={dialText} onClose={() => dialing.set(null)} />
        </Suspense>
      )}
      {help ? (
        <Suspense>
          <ShortcutSheet onClose={() => helpOpen.set(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

function openList(select: HTMLSelectElement | null): void {
  select?.focus();
  try {
    select?.showPicker();
  } catch {
    // Without a key press or click just before, the engine only lets it be focused.
  }
}
