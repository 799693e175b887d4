import { Building2 } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { AccountView } from '#shared/contracts/account.ts';
import type { Result } from '#shared/result.ts';
import { Icon } from '../../components/icon.tsx';
import { LoadFailure } from '../../components/load-failure.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useModel } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { Fact } from './about.tsx';
import { AccountForm } from './account-form.tsx';
import styles from './account-settings.module.css';

/** What this desktop connects to. Asked for each time it is opened: the keyring may have been locked or opened meanwhile. */
export function AccountSettings() {
  const t = useT();
  const { client } = useModel();
  const [loaded, setLoaded] = useState<Result<AccountView> | null>(null);
  const load = useCallback(() => void client.ask('account.get', null).then(setLoaded), [client]);
  useEffect(load, [load]);
  if (loaded === null) return <Skeleton label={t('state.loading')} rows={3} />;
  if (!loaded.ok) return <LoadFailure failure={loaded.error} onRetry={load} />;
  return loaded.value.managed ? <ManagedAccount view={loaded.value} /> : <AccountForm view={loaded.value} />;
}

function ManagedAccount({ view: { account, hasSecret } }: { readonly view: AccountView }) {
  const t = useT();
  const secret = hasSecret ? t('account.secretSet') : t('account.secretNone');
  return (
    <>
      <p className={styles.managed}>
        <Icon of={Building2} size={14} />
        {t('settings.managed')}
      </p>
      <dl>
        <Fact term={t('account.modes')}>{t(`account.mode.${account.mode}`)}</Fact>
        {account.mode === 'gateway' ? (
          <>
            <Fact term={t('account.url')}>{account.url}</Fact>
            <Fact term={t('account.token')}>{secret}</Fact>
          </>
        ) : null}
        {account.mode === 'pbx' ? (
          <>
            <Fact term={t('account.server')}>{account.server}</Fact>
            <Fact term={t('account.uri')}>{account.uri}</Fact>
            {account.username === undefined ? null : <Fact term={t('account.username')}>{account.username}</Fact>}
            <Fact term={t('account.password')}>{secret}</Fact>
            {account.displayName === undefined ? null : (
              <Fact term={t('account.displayName')}>{account.displayName}</Fact>
            )}
          </>
        ) : null}
      </dl>
    </>
  );
}
