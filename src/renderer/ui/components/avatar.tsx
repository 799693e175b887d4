import { UserRound } from 'lucide-react';
import { initialsOf, tintOf } from '../format/names.ts';
import styles from './avatar.module.css';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

export interface AvatarProps {
  readonly id: string;
  readonly name: string;
  readonly size?: 'small' | 'medium' | 'large';
  /** The ring that beats once a second while the contact is calling. */
  readonly ringing?: boolean;
  /** The still ring while the contact is heard. */
  readonly speaking?: boolean;
}

export function Avatar({ id, name, size = 'medium', ringing = false, speaking = false }: AvatarProps) {
  const initials = initialsOf(name);
  return (
    <span
      aria-hidden="true"
      className={classNames(
        styles.avatar,
        styles[size],
        styles[`tint${tintOf(id)}`],
        ringing && styles.ringing,
        speaking && styles.speaking,
      )}
    >
      {initials === '' ? <Icon of={UserRound} size={size === 'small' ? 16 : 20} /> : initials}
    </span>
  );
}
