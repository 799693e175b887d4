import { Building2 } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import type { SettingKey } from '#shared/contracts/settings.ts';
import { Icon } from '../../components/icon.tsx';
import { useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import styles from './setting-row.module.css';

export interface ControlProps {
  readonly id: string;
  readonly disabled: boolean;
  readonly 'aria-describedby': string | undefined;
}

export interface SettingRowProps {
  readonly setting: SettingKey;
  readonly label: string;
  readonly hint?: string;
  /** Gets what ties the control to its label, hint and policy. */
  readonly children: (control: ControlProps) => ReactNode;
}

/** One setting. What the organisation's policy fixes is shown and cannot be changed. */
export function SettingRow({ setting, label, hint, children }: SettingRowProps) {
  const t = useT();
  const id = useId();
  const managed = useSession((session) => session.settings[setting].origin === 'policy');
  const noteId = `${id}-note`;
  const note = managed ? t('settings.managed') : hint;
  return (
    <div className={styles.row}>
      <div className={styles.text}>
        <label htmlFor={id} className={styles.label}>
          {label}
        </label>
        {note === undefined ? null : (
          <p id={noteId} className={managed ? styles.managed : styles.hint}>
            {managed ? <Icon of={Building2} size={14} /> : null}
            {note}
          </p>
        )}
      </div>
      <div className={styles.control}>
        {children({ id, disabled: managed, 'aria-describedby': note === undefined ? undefined : noteId })}
      </div>
    </div>
  );
}
