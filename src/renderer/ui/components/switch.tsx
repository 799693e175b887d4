import type { ComponentProps } from 'react';
import styles from './switch.module.css';

/** A check box that looks and is announced as a switch. */
export function Switch({ checked, ...rest }: Omit<ComponentProps<'input'>, 'type' | 'role'>) {
  return (
    <input {...rest} type="checkbox" role="switch" checked={checked} aria-checked={checked} className={styles.switch} />
  );
}
