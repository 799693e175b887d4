import { useT } from '../../i18n/context.tsx';
import type { DraftFaults } from './channel-draft.ts';
import styles from './fault.module.css';

export interface FaultProps {
  readonly faults: DraftFaults;
  readonly place: string;
  readonly id?: string;
}

/** What is wrong at that place of the draft, or nothing. */
export function Fault({ faults, place, id }: FaultProps) {
  const t = useT();
  const fault = faults.get(place);
  return fault === undefined ? null : (
    <p id={id} className={styles.fault}>
      {t(`channel.fault.${fault}`)}
    </p>
  );
}
