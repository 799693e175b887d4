import { CloudOff, RefreshCw, Wifi } from 'lucide-react';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { useSession } from '../../hooks/use-model.ts';
import { useLanguage } from '../../i18n/context.tsx';
import styles from './connection-status.module.css';

const icons = { connected: Wifi, connecting: RefreshCw, offline: CloudOff } as const;

export function ConnectionStatus() {
  const { t, dates } = useLanguage();
  const { state, reason, since } = useSession((session) => session.connection);
  const tip =
    state === 'connected'
      ? undefined
      : [t('connection.since', { time: dates.time(since) }), reason].filter(Boolean).join(' · ');
  return (
    <div
      role="status"
      aria-label={t('connection.label')}
      className={classNames(styles.connection, styles[state])}
      data-tip={tip}
    >
      <Icon of={icons[state]} size={16} />
      <span>{t(`connection.${state}`)}</span>
    </div>
  );
}
