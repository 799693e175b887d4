import { useId } from 'react';
import { useT } from '../../i18n/context.tsx';
import type { AccountMode } from './account-draft.ts';
import styles from './account-settings.module.css';
import rows from './setting-row.module.css';

const modes: readonly AccountMode[] = ['sandbox', 'gateway', 'pbx'];

export interface AccountModesProps {
  readonly chosen: AccountMode;
  readonly onChoose: (mode: AccountMode) => void;
}

/** The three ways to have a workspace. */
export function AccountModes({ chosen, onChoose }: AccountModesProps) {
  const t = useT();
  const id = useId();
  return (
    <fieldset className={styles.modes}>
      <legend className="visually-hidden">{t('account.modes')}</legend>
      {modes.map((mode) => (
        <div key={mode} className={styles.mode}>
          <input
            id={`${id}-${mode}`}
            type="radio"
            name={id}
            value={mode}
            className={styles.radio}
            checked={mode === chosen}
            aria-describedby={`${id}-${mode}-hint`}
            onChange={() => onChoose(mode)}
          />
          <div>
            <label htmlFor={`${id}-${mode}`} className={rows.label}>
              {t(`account.mode.${mode}`)}
            </label>
            <p id={`${id}-${mode}-hint`} className={rows.hint}>
              {t(`account.modeHint.${mode}`)}
            </p>
          </div>
        </div>
      ))}
    </fieldset>
  );
}
