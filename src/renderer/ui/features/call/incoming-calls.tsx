import { useId } from 'react';
import type { CallView } from '#shared/contracts/session.ts';
import type { ErrorCode } from '#shared/result.ts';
import { useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { ringingCalls } from '../../state/session.ts';
import styles from './incoming-calls.module.css';
import { IncomingCard } from './incoming-card.tsx';
import { refusalText } from './refusal-text.ts';

/** Everybody who is calling, the one who has waited longest first. */
export function IncomingCalls() {
  const t = useT();
  const ringing = useSession(ringingCalls);
  const reasonId = useId();
  if (ringing.length === 0) return null;
  const reason = sharedRefusal(ringing);
  return (
    <section aria-label={t('call.incoming')} className={styles.calls}>
      {ringing.length > 1 || reason !== null ? (
        <p className={styles.count}>
          {t('call.waiting', { count: ringing.length })}
          {reason === null ? null : (
            <span id={reasonId} className={styles.reason}>
              {refusalText(reason, t)}
            </span>
          )}
        </p>
      ) : null}
      {ringing.map((call, index) => (
        <IncomingCard
          key={call.id}
          call={call}
          shape={index === 0 && call.refusal === null ? 'card' : 'line'}
          position={index}
          sharedReasonId={reason === null ? undefined : reasonId}
        />
      ))}
    </section>
  );
}

/** Why none of them can be answered, where that is the same for all: said once, it is calmer. */
function sharedRefusal(ringing: readonly CallView[]): ErrorCode | null {
  const first = ringing[0]?.refusal ?? null;
  return ringing.every(({ refusal }) => refusal === first) ? first : null;
}
