import { type ReactNode, useId } from 'react';
import rows from '../settings/setting-row.module.css';

export interface RowProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly children: (control: { readonly id: string; readonly 'aria-describedby': string | undefined }) => ReactNode;
}

/** One setting of the channel, laid out as the settings of this computer are. */
export function Row({ label, hint, children }: RowProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className={rows.row}>
      <div className={rows.text}>
        <label htmlFor={id} className={rows.label}>
          {label}
        </label>
        {hint === undefined ? null : (
          <p id={hintId} className={rows.hint}>
            {hint}
          </p>
        )}
      </div>
      <div className={rows.control}>
        {children({ id, 'aria-describedby': hint === undefined ? undefined : hintId })}
      </div>
    </div>
  );
}
