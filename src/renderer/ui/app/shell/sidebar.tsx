import { FaultBoundary } from '../../components/fault-boundary.tsx';
import { ActiveCall } from '../../features/call/active-call.tsx';
import { IncomingCalls } from '../../features/call/incoming-calls.tsx';
import { LastCall } from '../../features/call/last-call.tsx';
import { WrapUp } from '../../features/call/wrap-up.tsx';
import { ConnectionStatus } from '../../features/inbox/connection-status.tsx';
import { ConversationList } from '../../features/inbox/conversation-list.tsx';
import { PresenceSelect } from '../../features/inbox/presence-select.tsx';
import { SearchField } from '../../features/inbox/search-field.tsx';
import { SearchResults } from '../../features/inbox/search-results.tsx';
import { NoAnswer } from '../../features/notes/no-answer.tsx';
import { NowPlaying } from '../../features/notes/now-playing.tsx';
import { Notices } from '../../features/notices/notices.tsx';
import { TopUpBanner } from '../../features/notices/top-up-banner.tsx';
import { useModel } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { useStore } from '../../state/store.ts';
import styles from './sidebar.module.css';

/**
 * The same on every page: who I am to callers, the calls, the conversations. Calls grow from the top and notices from the
 * bottom; the list between them keeps its rows where they are (hooks/use-still-list.ts).
 */
export function Sidebar() {
  const t = useT();
  const { search } = useModel();
  const searching = useStore(search, ({ text }) => text.trim() !== '');
  return (
    <aside aria-label={t('nav.sidebar')} className={styles.sidebar}>
      <div className={styles.head}>
        <div className={styles.status}>
          <PresenceSelect />
          <ConnectionStatus />
        </div>
        <SearchField />
      </div>
      <div className={styles.dock}>
        <ActiveCall />
        <NoAnswer />
        <LastCall />
        <WrapUp />
        <IncomingCalls />
      </div>
      <div className={styles.lists}>
        <FaultBoundary place={searching ? 'search' : 'conversations'}>
          {searching ? <SearchResults /> : <ConversationList />}
        </FaultBoundary>
      </div>
      <div className={styles.tray}>
        <NowPlaying />
        <TopUpBanner />
        <Notices />
      </div>
    </aside>
  );
}
