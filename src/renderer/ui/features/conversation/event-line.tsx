import type { ContactEvent } from '#shared/contracts/records.ts';
import { classNames } from '../../components/class-names.ts';
import { eventLooks } from '../../components/event-icons.ts';
import { Icon } from '../../components/icon.tsx';
import { useLanguage } from '../../i18n/context.tsx';
import styles from './event-line.module.css';
import { eventAgent, eventText } from './event-text.ts';

/** `Answered call · 2:14`, with who it was and when. */
export function EventLine({ event }: { readonly event: ContactEvent }) {
  const { t, dates } = useLanguage();
  const { icon, tone } = eventLooks[event.type];
  const agent = eventAgent(event);
  return (
    <div className={styles.line}>
      <p className={classNames(styles.event, styles[tone])}>
        <Icon of={icon} size={16} className={styles.icon} />
        <span className={styles.label}>{eventText(event, t)}</span>
        <span className={styles.facts}>
          {agent === null ? null : <span>{t('event.by', { name: agent })}</span>}
          <time dateTime={new Date(event.at).toISOString()}>{dates.time(event.at)}</time>
        </span>
      </p>
    </div>
  );
}
