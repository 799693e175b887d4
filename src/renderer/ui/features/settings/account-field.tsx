import { Building2 } from 'lucide-react';
import { useId } from 'react';
import { Icon } from '../../components/icon.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useT } from '../../i18n/context.tsx';
import type { FieldProblem } from './account-draft.ts';
import styles from './account-settings.module.css';
import rows from './setting-row.module.css';

export interface AccountFieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** The element that says more about it. */
  readonly describedBy?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly value: string;
  readonly problem: FieldProblem | undefined;
  readonly required?: boolean;
  /** What is typed is not shown. */
  readonly secret?: boolean;
  /** The organisation sets it. */
  readonly managed?: boolean;
  readonly onChange: (value: string) => void;
}

/** One line of the account, with what is wrong with it beside it. */
export function AccountField(props: AccountFieldProps) {
  const { label, problem, secret = false, managed = false, required = false } = props;
  const t = useT();
  const id = useId();
  const hint = managed ? t('settings.managed') : props.hint;
  const noteIds = [
    hint === undefined ? '' : `${id}-hint`,
    problem === undefined ? '' : `${id}-problem`,
    props.describedBy ?? '',
  ];
  return (
    <div className={rows.row}>
      <div className={rows.text}>
        <label htmlFor={id} className={rows.label}>
          {label}
        </label>
        {hint === undefined ? null : (
          <p id={`${id}-hint`} className={managed ? rows.managed : rows.hint}>
            {managed ? <Icon of={Building2} size={14} /> : null}
            {hint}
          </p>
        )}
      </div>
      <div className={rows.control}>
        <TextField
          id={id}
          type={secret ? 'password' : 'text'}
          className={styles.input}
          value={props.value}
          placeholder={props.placeholder}
          disabled={managed}
          aria-required={required}
          aria-invalid={problem !== undefined}
          aria-describedby={noteIds.filter((each) => each !== '').join(' ') || undefined}
          autoComplete={secret ? 'new-password' : 'off'}
          autoCapitalize="off"
          spellCheck={false}
          onChange={(event) => props.onChange(event.currentTarget.value)}
        />
        {problem === undefined ? null : (
          <p id={`${id}-problem`} className={styles.problem}>
            {t(`account.problem.${problem}`)}
          </p>
        )}
      </div>
    </div>
  );
}
