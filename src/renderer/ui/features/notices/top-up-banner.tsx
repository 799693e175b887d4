import { Info, Wallet } from 'lucide-react';
import type { SessionSnapshot } from '#shared/contracts/session.ts';
import { Icon } from '../../components/icon.tsx';
import { exactBalance } from '../../format/balance.ts';
import { useSession } from '../../hooks/use-model.ts';
import { useLanguage } from '../../i18n/context.tsx';
import styles from './top-up-banner.module.css';

/** Stands as long as main says that the balance is too low, whatever the rounded figure shows. */
export function TopUpBanner() {
  const balance = useSession((session) => session.balance);
  return balance.topUpRequired ? <Banner {...balance} /> : null;
}

function Banner({ exact, currency, minimum }: SessionSnapshot['balance']) {
  const { t, locale } = useLanguage();
  const why = t('balance.topUpWhy', {
    amount: exactBalance(exact, currency, locale) ?? '',
    threshold: exactBalance(minimum, currency, locale) ?? '',
  });
  return (
    <div role="alert" className={styles.banner}>
      <Icon of={Wallet} />
      <p className={styles.text}>{t('balance.topUp')}</p>
      <button type="button" className={styles.why} aria-label={why} data-tip={why}>
        <Icon of={Info} size={16} />
      </button>
    </div>
  );
}
