import { useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { ringingCalls } from '../../state/session.ts';
import styles from './incoming-calls.module.css';
import { IncomingCard } from './incoming-card.tsx';

/** Everybody who is calling, the one who has waited longest first. */
export function IncomingCalls() {
  const t = useT();
  const ringing = useSession(ringingCalls);
  if (ringing.length === 0) return null;
  return (
    <section aria-label={t('call.incoming')} className={styles.calls}>
      {ringing.length > 1 ? <p className={styles.count}>{t('call.waiting', { count: ringing.length })}</p> : null}
      {ringing.map((call, index) => (
        <IncomingCard
          key={call.id}
          call={call}
          shape={index === 0 && call.refusal === null ? 'card' : 'line'}
          position={index}
        />
      ))}
    </section>
  );
}
