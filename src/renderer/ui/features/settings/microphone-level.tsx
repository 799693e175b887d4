import { useEffect, useRef } from 'react';
import { useModel } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { barHeight } from '../call/level-trace.ts';
import styles from './microphone-level.module.css';

/** The microphone as main hears it, while this page is open. Moved past React. */
export function MicrophoneLevel() {
  const t = useT();
  const { client } = useModel();
  const meter = useRef<HTMLMeterElement>(null);
  useEffect(() => {
    const unsubscribe = client.on('levels', ({ callId, agent }) => {
      if (callId === null && meter.current !== null) meter.current.value = barHeight(agent);
    });
    // What a missing microphone means is told where it matters: by the notice and when a call is answered.
    void client.ask('audio.meter', { on: true });
    return () => {
      unsubscribe();
      void client.ask('audio.meter', { on: false });
    };
  }, [client]);
  return <meter ref={meter} aria-label={t('settings.level')} min={0} max={1} value={0} className={styles.meter} />;
}
