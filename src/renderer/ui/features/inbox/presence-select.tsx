import type { Presence } from '#shared/contracts/records.ts';
import { classNames } from '../../components/class-names.ts';
import { Select } from '../../components/select.tsx';
import { useActions, useSession, useWindowState } from '../../hooks/use-model.ts';
import { useShortcutProps } from '../../hooks/use-shortcut-props.ts';
import { useT } from '../../i18n/context.tsx';
import styles from './presence-select.module.css';

const presences: readonly Presence[] = ['available', 'busy', 'away'];

export function PresenceSelect() {
  const t = useT();
  const presence = useSession((session) => session.presence);
  const { setPresence } = useActions();
  const { presenceField } = useWindowState();
  return (
    <Select
      ref={presenceField}
      aria-label={t('presence.label')}
      value={presence}
      className={styles.presence}
      lead={<span aria-hidden="true" className={classNames(styles.dot, styles[presence])} />}
      onChange={(event) => {
        const chosen = presences.find((name) => name === event.currentTarget.value);
        if (chosen !== undefined) setPresence(chosen);
      }}
      {...useShortcutProps('presence', t('presence.label'))}
    >
      {presences.map((name) => (
        <option key={name} value={name}>
          {t(`presence.${name}`)}
        </option>
      ))}
    </Select>
  );
}
