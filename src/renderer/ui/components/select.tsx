import { ChevronDown } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import styles from './select.module.css';

export interface SelectProps extends ComponentProps<'select'> {
  /** Stands before the chosen value. */
  readonly lead?: ReactNode;
}

/**
 * The platform's own list box (role combobox): complete for keyboard and screen readers without a script. Where the engine
 * lets its list be styled (`appearance: base-select`), it looks like the rest.
 */
export function Select({ lead, className, children, ...rest }: SelectProps) {
  return (
    <span className={classNames(styles.select, className)}>
      {lead}
      <select className={styles.control} {...rest}>
        {children}
      </select>
      <Icon of={ChevronDown} size={16} className={styles.chevron} />
    </span>
  );
}
