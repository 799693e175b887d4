import { CircleAlert, Info, type LucideIcon, TriangleAlert, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Notice } from '#shared/contracts/notices.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { useActions, useModel, useSession } from '../../hooks/use-model.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useLanguage, useT } from '../../i18n/context.tsx';
import { routeHref } from '../../state/route.ts';
import { useClockAhead } from '../calling/use-calling.ts';
import { byUrgency, isAboutSettings, noticeText } from './notice-text.ts';
import styles from './notices.module.css';

const icons: Readonly<Record<Notice['level'], LucideIcon>> = {
  info: Info,
  warning: TriangleAlert,
  error: CircleAlert,
};

const minuteMs = 60_000;

/** What the agent must be told, the most urgent first; one is shown, the others are one click away. */
export function Notices() {
  const t = useT();
  const notices = useSession((session) => session.notices);
  const [all, setAll] = useState(false);
  useAnnouncement(notices);
  if (notices.length === 0) return null;
  const ordered = byUrgency(notices);
  const shown = all ? ordered : ordered.slice(0, 1);
  const hidden = notices.length - 1;
  return (
    <section aria-label={t('notices.label')} className={styles.notices}>
      <ul className={styles.list}>
        {shown.map((notice) => (
          <Item key={notice.id} notice={notice} />
        ))}
      </ul>
      {hidden > 0 ? (
        <Button
          name={all ? t('notices.fewer') : t('notices.more', { count: hidden })}
          small
          tone="quiet"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        />
      ) : null}
    </section>
  );
}

function Item({ notice }: { readonly notice: Notice }) {
  const language = useLanguage();
  const { t } = language;
  const now = useNow(minuteMs);
  const { contactId, againAt } = notice.params;
  const aheadMs = useClockAhead(againAt !== undefined && typeof contactId === 'string' ? contactId : null);
  const { dismissNotice } = useActions();
  return (
    <li className={classNames(styles.notice, styles[notice.level])}>
      <Icon of={icons[notice.level]} className={styles.icon} />
      <div className={styles.text}>
        <p>{noticeText(notice, language, now, aheadMs)}</p>
        {isAboutSettings(notice) ? (
          <a href={routeHref({ view: 'settings' })} className={styles.link}>
            {t('notices.openSettings')}
          </a>
        ) : null}
      </div>
      <button
        type="button"
        className={styles.dismiss}
        aria-label={t('notices.dismiss')}
        data-tip={t('notices.dismiss')}
        onClick={() => dismissNotice(notice.id)}
      >
        <Icon of={X} size={16} />
      </button>
    </li>
  );
}

function useAnnouncement(notices: readonly Notice[]): void {
  const language = useLanguage();
  const { announcer } = useModel();
  const told = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const fresh = notices.filter(({ id }) => !told.current.has(id));
    told.current = new Set(notices.map(({ id }) => id));
    for (const notice of fresh) announcer.say(noticeText(notice, language, notice.at));
  }, [announcer, language, notices]);
}
