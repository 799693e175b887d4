import { useId } from 'react';
import { exactBalance, roundedBalance } from '../../format/balance.ts';
import { useSession } from '../../hooks/use-model.ts';
import { useLanguage } from '../../i18n/context.tsx';
import styles from './balance.module.css';

/** Rounded to whole units; the exact figure in the tooltip and for screen readers. */
export function Balance() {
  const { t, locale } = useLanguage();
  const { exact, currency } = useSession((session) => session.balance);
  const hidden = useSession((session) => session.workspace.mode === 'pbx');
  const exactId = useId();
  if (hidden && exact === null) return null;
  const rounded = roundedBalance(exact, currency, locale);
  const precisely = exactBalance(exact, currency, locale);
  const tip = precisely === null ? t('balance.unknown') : t('balance.exact', { amount: precisely });
  return (
    <>
      <div
        role="status"
        aria-label={t('balance.label')}
        aria-describedby={precisely === null ? undefined : exactId}
        className={styles.balance}
        data-tip={tip}
      >
        {rounded === null ? <span className={styles.unknown}>{t('balance.unknown')}</span> : rounded}
      </div>
      <span id={exactId} hidden>
        {tip}
      </span>
    </>
  );
}
