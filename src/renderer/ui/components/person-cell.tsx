import { routeHref } from '../state/route.ts';
import { Avatar } from './avatar.tsx';
import styles from './person-cell.module.css';
import { PhoneNumber } from './phone-number.tsx';

export interface PersonCellProps {
  readonly id: string;
  readonly contactId: string;
  readonly name: string;
  readonly phone: string | null;
  readonly tabIndex: 0 | -1;
}

/** A contact in a table's row: leads to the conversation. `id` names the row's control by the contact. */
export function PersonCell({ id, contactId, name, phone, tabIndex }: PersonCellProps) {
  return (
    <span className={styles.person}>
      <Avatar id={contactId} name={name} size="small" />
      <span className={styles.text}>
        <a
          id={id}
          href={routeHref({ view: 'inbox', contactId })}
          tabIndex={tabIndex}
          className={styles.name}
          data-tip-clipped=""
          draggable={false}
        >
          {name}
        </a>
        {phone === null ? null : (
          <span className={styles.phone}>
            <PhoneNumber number={phone} />
          </span>
        )}
      </span>
    </span>
  );
}
