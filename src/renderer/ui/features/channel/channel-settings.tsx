import { Lock, PhoneOff } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { ChannelView } from '#shared/contracts/ui-replies.ts';
import type { Result } from '#shared/result.ts';
import { Icon } from '../../components/icon.tsx';
import { LoadFailure } from '../../components/load-failure.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useModel, useSession } from '../../hooks/use-model.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useLanguage, useT } from '../../i18n/context.tsx';
import { refusalWords } from '../../i18n/rule-words.ts';
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
  useEffect(() => {
    const wait = loaded?.ok ? untilChange(loaded.value) : null;
    if (wait === null) return;
    const timer = setTimeout(load, wait);
    return () => clearTimeout(timer);
  }, [load, loaded]);
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
      <NotRinging view={loaded.value} />
      <ChannelForm view={loaded.value} settings={settings} readOnly={readOnly} />
      <RateCard known={loaded.value.rates} readOnly={readOnly} />
    </>
  );
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** How long it stays as it is whether calls of contacts ring (ms); null: until somebody changes something. */
function untilChange({ incoming, clockAheadMs }: ChannelView): number | null {
  const at = incoming.allowed ? incoming.remaining.closesAt : incoming.liftsAt;
  // Not beyond what a timer can wait, and not again and again where two clocks disagree.
  return at === null ? null : Math.min(Math.max(at - clockAheadMs - Date.now(), 1_000), dayMs);
}

/** Why a contact that calls now gets nobody, and when calls ring again; nothing where they do. */
function NotRinging({ view: { incoming, clockAheadMs } }: { readonly view: ChannelView }) {
  const language = useLanguage();
  const now = useNow(minuteMs) + clockAheadMs;
  return (
    <div role="status">
      {incoming.allowed ? null : (
        <p className={styles.note}>
          <Icon of={PhoneOff} size={14} />
          {refusalWords(incoming, language, 'incoming', now)
            .map((line) => `${line}.`)
            .join(' ')}
        </p>
      )}
    </div>
  );
}
