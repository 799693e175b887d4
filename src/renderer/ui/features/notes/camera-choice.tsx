import { Video } from 'lucide-react';
import { useId } from 'react';
import { Icon } from '../../components/icon.tsx';
import { useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { DeviceSelect } from '../settings/device-select.tsx';
import styles from './camera-choice.module.css';

/** Which camera the next picture comes from; nothing where there is no choice. */
export function CameraChoice() {
  const t = useT();
  const id = useId();
  const cameras = useSession((session) => session.devices.cameras);
  const managed = useSession((session) => session.settings.camera.origin === 'policy');
  if (cameras.length < 2) return null;
  return (
    <div className={styles.choice}>
      <label htmlFor={id} className={styles.label}>
        <Icon of={Video} size={16} />
        {t('settings.camera')}
      </label>
      <DeviceSelect
        setting="camera"
        devices={cameras}
        control={{ id, disabled: managed, 'aria-describedby': undefined }}
      />
    </div>
  );
}
