import { Video, VideoOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ErrorCode } from '#shared/result.ts';
import { Button } from '../../components/button.tsx';
import { useModel, useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { Picture } from '../../pictures/picture.tsx';
import styles from './camera-settings.module.css';
import { DeviceSelect } from './device-select.tsx';
import { SettingRow } from './setting-row.tsx';

export function CameraSettings() {
  const t = useT();
  const cameras = useSession((session) => session.devices.cameras);
  const preview = usePreview();
  return (
    <SettingRow setting="camera" label={t('settings.camera')} hint={t('settings.cameraHint')}>
      {(control) => (
        <>
          <DeviceSelect setting="camera" devices={cameras} control={control} />
          <Button
            name={preview.on ? t('settings.hidePreview') : t('settings.showPreview')}
            icon={preview.on ? VideoOff : Video}
            iconOnly
            aria-pressed={preview.on}
            onClick={preview.toggle}
          />
          {preview.on ? (
            <div className={styles.preview}>
              <p role="status" className={styles.waiting}>
                {t('notes.waiting.video')}
              </p>
              <Picture of="own" label={t('video.own')} className={styles.picture} />
            </div>
          ) : null}
          <p role="status" className={styles.failed}>
            {preview.failure === null
              ? ''
              : t(preview.failure === 'busy' ? 'settings.previewBusy' : `error.${preview.failure}`)}
          </p>
        </>
      )}
    </SettingRow>
  );
}

/** The camera runs only between the agent's own two words, and never behind a call, a note or another page. */
function usePreview() {
  const { client } = useModel();
  const busy = useSession(({ calls, note }) => note !== null || calls.some(({ phase }) => phase !== 'ringing'));
  const [on, setOn] = useState(false);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const asked = useRef(0);
  useEffect(() => {
    if (!on) return;
    asked.current += 1;
    const mine = asked.current;
    void client.ask('camera.preview', { on: true }).then((result) => {
      if (mine !== asked.current || result.ok) return;
      setFailure(result.error.code);
      setOn(false);
    });
    return () => {
      asked.current += 1;
      void client.ask('camera.preview', { on: false });
    };
  }, [client, on]);
  useEffect(() => {
    if (busy) setOn(false);
  }, [busy]);
  return {
    on,
    failure,
    toggle: () => {
      setFailure(null);
      setOn((before) => !before);
    },
  };
}
