import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import styles from './text-field.module.css';

export interface TextFieldProps extends ComponentProps<'input'> {
  readonly small?: boolean;
}

/** One line of text, with the look of an input everywhere. `className` places it. */
export function TextField({ small = false, className, ...rest }: TextFieldProps) {
  return <input className={classNames(styles.field, small && styles.small, className)} {...rest} />;
}
