import { AudioLines, Inbox, Keyboard, type LucideIcon, Phone, Settings } from 'lucide-react';
import { useId } from 'react';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { useRoute, useSession, useWindowState } from '../../hooks/use-model.ts';
import { useShortcutProps } from '../../hooks/use-shortcut-props.ts';
import { useLanguage, useT } from '../../i18n/context.tsx';
import { type Route, routeHref, type View } from '../../state/route.ts';
import { toggle } from '../../state/window-state.ts';
import { Balance } from './balance.tsx';
import { Mark } from './mark.tsx';
import styles from './rail.module.css';

const homes: Readonly<Record<View, Route>> = {
  inbox: { view: 'inbox', contactId: null },
  calls: { view: 'calls', tab: 'all' },
  recordings: { view: 'recordings' },
  settings: { view: 'settings' },
};

export function Rail() {
  const t = useT();
  const unread = useSession((session) => session.unread);
  const missed = useSession((session) => session.missed);
  const followUps = useSession((session) => session.followUps);
  const { helpOpen } = useWindowState();
  return (
    <div className={styles.rail}>
      <nav aria-label={t('nav.main')} className={styles.nav}>
        <Mark />
        <Entry view="inbox" icon={Inbox} count={unread} description={t('nav.unread', { count: unread })} />
        <Entry
          view="calls"
          icon={Phone}
          count={followUps ?? missed}
          description={
            followUps === null ? t('nav.missed', { count: missed }) : t('followUps.waiting', { count: followUps })
          }
          home={(followUps ?? 0) > 0 ? { view: 'calls', tab: 'follow-ups' } : homes.calls}
          missed
        />
        <Entry view="recordings" icon={AudioLines} />
        <Entry view="settings" icon={Settings} />
      </nav>
      <aside aria-label={t('nav.status')} className={styles.foot}>
        <button
          type="button"
          className={styles.entry}
          aria-label={t('shortcuts.title')}
          onClick={() => toggle(helpOpen)}
          {...useShortcutProps('help', t('shortcuts.title'))}
        >
          <Icon of={Keyboard} size={20} />
        </button>
        <Balance />
      </aside>
    </div>
  );
}

interface EntryProps {
  readonly view: View;
  readonly icon: LucideIcon;
  readonly count?: number;
  readonly description?: string;
  readonly missed?: boolean;
  /** Where it leads if not to the view's usual place. */
  readonly home?: Route;
}

function Entry({ view, icon, count = 0, description, missed = false, home = homes[view] }: EntryProps) {
  const { t, region } = useLanguage();
  const current = useRoute().view === view;
  const descriptionId = useId();
  const shortcut = useShortcutProps(view, t(`nav.${view}`));
  return (
    <span className={styles.slot}>
      <a
        href={routeHref(home)}
        className={styles.entry}
        aria-label={t(`nav.${view}`)}
        aria-current={current ? 'page' : undefined}
        aria-describedby={count > 0 ? descriptionId : undefined}
        draggable={false}
        {...shortcut}
      >
        <Icon of={icon} size={20} />
      </a>
      {count > 0 ? (
        <>
          <span aria-hidden="true" className={classNames(styles.badge, missed && styles.missed)}>
            {count > 99 ? '99+' : count.toLocaleString(region)}
          </span>
          <span id={descriptionId} hidden>
            {description}
          </span>
        </>
      ) : null}
    </span>
  );
}
