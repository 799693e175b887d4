import { Lock } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { ChannelView } from '#shared/contracts/ui-replies.ts';
import type { Result } from '#shared/result.ts';
import { Icon } from '../../components/icon.tsx';
import { LoadFailure } from '../../components/load-failure.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useModel, useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { ChannelForm } from './channel-form.tsx';
import styles from './channel-settings.module.css';
import { RateCard } from './rate-card.tsx';

/** What a supervisor decides for everybody; agents see what holds, and why they cannot change it. */
export function ChannelSettings() {
  const t = useT();
  const { client } = useModel();
  const role = useSession((session) => session.agent.role);
  const [loaded, setLoaded] = useState<Result<ChannelView> | null>(null);
  const load = useCallback(() => void client.ask('channel.get', null).then(setLoaded), [client]);
  useEffect(() => {
    load();
    const offs = [client.on('channel', load), client.on('reset', load)];
    return () => {
      for (const off of offs) off();
    };
  }, [client, load]);
  if (loaded === null) return <Skeleton label={t('state.loading')} rows={4} />;
  if (!loaded.ok) return <LoadFailure failure={loaded.error} onRetry={load} />;
  const { settings } = loaded.value;
  if (settings === null) return <p className={styles.note}>{t('channel.unknown')}</p>;
  const readOnly = role !== 'supervisor';
  return (
    <>
      {readOnly ? (
        <p className={styles.note}>
          <Icon of={Lock} size={14} />
          {t('channel.readOnly')}
        </p>
      ) : null}
      <ChannelForm view={loaded.value} settings={settings} readOnly={readOnly} />
      <RateCard known={loaded.value.rates} readOnly={readOnly} />
    </>
  );
}
