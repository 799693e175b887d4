import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { useShortcutProps } from '../hooks/use-shortcut-props.ts';
import type { ShortcutId } from '../shortcuts/table.ts';
import styles from './button.module.css';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

export type Tone = 'plain' | 'quiet' | 'accent' | 'answer' | 'end' | 'end-quiet' | 'answer-quiet';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'type' | 'aria-label' | 'children'> {
  /** The accessible name; shown as text unless `iconOnly`. */
  readonly name: string;
  readonly icon?: LucideIcon;
  readonly iconOnly?: boolean;
  readonly tone?: Tone;
  readonly small?: boolean;
  readonly shortcut?: ShortcutId;
  /** Sends the form it stands in. */
  readonly submit?: boolean;
  /** Said in the tooltip instead of the name. */
  readonly tip?: string;
  readonly children?: ReactNode;
}

export function Button({
  name,
  icon,
  iconOnly = false,
  tone = 'plain',
  small = false,
  shortcut,
  submit = false,
  tip,
  className,
  children,
  ...rest
}: ButtonProps) {
  const tooltip = tip ?? (iconOnly ? name : undefined);
  const shortcutProps = useShortcutProps(shortcut, tooltip);
  return (
    <button
      type={submit ? 'submit' : 'button'}
      aria-label={iconOnly ? name : undefined}
      className={classNames(styles.button, styles[tone], iconOnly && styles.iconOnly, small && styles.small, className)}
      {...shortcutProps}
      {...rest}
    >
      {icon === undefined ? null : <Icon of={icon} size={small ? 16 : 18} />}
      {iconOnly ? null : <span>{name}</span>}
      {children}
    </button>
  );
}
