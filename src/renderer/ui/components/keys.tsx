import { classNames } from './class-names.ts';
import styles from './keys.module.css';

export interface KeysProps {
  readonly labels: readonly string[];
  /** On the tooltip's dark ground. */
  readonly inverse?: boolean;
}

export function Keys({ labels, inverse = false }: KeysProps) {
  return (
    <span className={classNames(styles.keys, inverse && styles.inverse)}>
      {labels.map((label) => (
        <kbd key={label} className={styles.key}>
          {label}
        </kbd>
      ))}
    </span>
  );
}
