import type { CallView } from '#shared/contracts/session.ts';
import { classNames } from '../../components/class-names.ts';
import { useModel } from '../../hooks/use-model.ts';
import { useStore } from '../../state/store.ts';
import styles from './reaction-floats.module.css';

/** What either side sent just now rises once and is gone. Screen readers hear it by the announcer. */
export function ReactionFloats({ call }: { readonly call: CallView }) {
  const { reactions } = useModel();
  const shown = useStore(reactions, (value) => value);
  return (
    <div aria-hidden="true" className={styles.floats}>
      {shown
        .filter(({ callId }) => callId === call.id)
        .map(({ id, from, reaction }) => (
          <span key={id} className={classNames(styles.float, from === 'agent' && styles.ours)}>
            {reaction}
          </span>
        ))}
    </div>
  );
}
