import { PhoneCall, PhoneIncoming, PhoneMissed, PhoneOutgoing, Voicemail } from 'lucide-react';
import { memo } from 'react';
import type { ConversationRow } from '#shared/contracts/records.ts';
import { Avatar } from '../../components/avatar.tsx';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { useLanguage } from '../../i18n/context.tsx';
import { routeHref } from '../../state/route.ts';
import type { CallMark } from './call-marks.ts';
import styles from './conversation-item.module.css';
import { lastLine } from './last-line.ts';

const markIcons = { ringing: PhoneIncoming, dialing: PhoneOutgoing, active: PhoneCall } as const;
const markTexts = { ringing: 'inbox.ringing', dialing: 'call.dialing', active: 'inbox.inCall' } as const;

export interface ConversationItemProps {
  readonly row: ConversationRow;
  readonly index: number;
  readonly selected: boolean;
  readonly reachable: boolean;
  readonly mark: CallMark | undefined;
  readonly now: number;
  readonly onOpen: (contactId: string) => void;
}

export const ConversationItem = memo(function ConversationItem({
  row,
  index,
  selected,
  reachable,
  mark,
  now,
  onOpen,
}: ConversationItemProps) {
  const { t, dates } = useLanguage();
  const fresh = row.unread > 0 || row.missed > 0 || row.unplayed > 0;
  return (
    <a
      href={routeHref({ view: 'inbox', contactId: row.contactId })}
      className={classNames(styles.item, selected && styles.selected, fresh && styles.fresh)}
      aria-current={selected ? 'true' : undefined}
      tabIndex={reachable ? 0 : -1}
      data-row={index}
      draggable={false}
      onClick={() => {
        if (fresh) onOpen(row.contactId);
      }}
    >
      <Avatar id={row.contactId} name={row.name} />
      <span className={styles.body}>
        <span className={styles.top}>
          <span className={styles.name} data-tip-clipped="">
            {row.name}
          </span>
          {row.last === null ? null : (
            <time className={styles.time} dateTime={new Date(row.lastAt).toISOString()}>
              {dates.brief(row.lastAt, now)}
            </time>
          )}
        </span>
        <span className={styles.bottom}>
          {mark === undefined ? (
            <span className={styles.last}>{lastLine(row.last, t)}</span>
          ) : (
            <span className={classNames(styles.last, styles.calling)}>
              <Icon of={markIcons[mark]} size={14} />
              {t(markTexts[mark])}
            </span>
          )}
          <Marks missed={row.missed} unread={row.unread} unplayed={row.unplayed} />
        </span>
      </span>
    </a>
  );
});

function Marks({ missed, unread, unplayed }: Pick<ConversationRow, 'missed' | 'unread' | 'unplayed'>) {
  const { t, region } = useLanguage();
  return (
    <>
      {missed > 0 ? (
        <span className={styles.missed}>
          <Icon of={PhoneMissed} size={14} />
          <span aria-hidden="true">{missed > 1 ? short(missed, region) : ''}</span>
          <span className="visually-hidden">{t('inbox.missed', { count: missed })}</span>
        </span>
      ) : null}
      {unplayed > 0 ? (
        <span className={styles.unplayed}>
          <Icon of={Voicemail} size={14} />
          <span aria-hidden="true">{unplayed > 1 ? short(unplayed, region) : ''}</span>
          <span className="visually-hidden">{t('notes.unplayedCount', { count: unplayed })}</span>
        </span>
      ) : null}
      {unread > 0 ? (
        <span className={styles.unread}>
          <span aria-hidden="true">{short(unread, region)}</span>
          <span className="visually-hidden">{t('inbox.unread', { count: unread })}</span>
        </span>
      ) : null}
    </>
  );
}

const short = (count: number, region: string): string => (count > 99 ? '99+' : count.toLocaleString(region));
