import { PhoneIncoming } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { FollowUpRow } from '#shared/contracts/ui-replies.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadFailure } from '../../components/load-failure.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useHeldOrder } from '../../hooks/use-held-order.ts';
import { useInUse } from '../../hooks/use-in-use.ts';
import { useModel } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { useStore } from '../../state/store.ts';
import { AnswerRate } from './answer-rate.tsx';
import { FollowUpItem } from './follow-up-item.tsx';
import styles from './follow-ups-panel.module.css';

/** Missed calls as the team's work: what is to be done first, what was done below, and how well calls are answered beside it. */
export function FollowUpsPanel() {
  const t = useT();
  const { followUps } = useModel();
  const { rows, loaded, failure } = useStore(followUps, (state) => state);
  useEffect(() => followUps.load(), [followUps]);
  const container = useRef<HTMLDivElement>(null);
  const inUse = useInUse(container);
  const held = useHeldOrder(rows, inUse, keyOf);
  const open = held.filter(({ done }) => done === null);
  const done = held.filter((row) => row.done !== null);
  return (
    <div ref={container} className={styles.panel}>
      <div className={styles.lists}>
        {failure === null ? null : <LoadFailure failure={failure} onRetry={followUps.load} />}
        {loaded || failure !== null ? null : <Skeleton label={t('followUps.loading')} rows={4} />}
        {loaded && open.length === 0 ? (
          <div className={styles.nothing}>
            <EmptyState icon={PhoneIncoming} title={t('followUps.empty')} hint={t('followUps.emptyHint')} />
          </div>
        ) : null}
        {open.length === 0 ? null : <List label={t('followUps.open')} rows={open} />}
        {done.length === 0 ? null : (
          <section aria-labelledby="follow-ups-done">
            <h2 id="follow-ups-done" className={styles.heading}>
              {t('followUps.done')}
            </h2>
            <List label={t('followUps.done')} rows={done} />
          </section>
        )}
      </div>
      <AnswerRate />
    </div>
  );
}

const keyOf = ({ id }: FollowUpRow): string => id;

function List({ label, rows }: { readonly label: string; readonly rows: readonly FollowUpRow[] }) {
  return (
    <ul aria-label={label} className={styles.list}>
      {rows.map((row) => (
        <FollowUpItem key={row.id} row={row} />
      ))}
    </ul>
  );
}
