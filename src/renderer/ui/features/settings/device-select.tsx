import type { AudioDevice } from '#shared/contracts/session.ts';
import { Select } from '../../components/select.tsx';
import { useActions, useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import styles from './device-select.module.css';
import type { ControlProps } from './setting-row.tsx';

export interface DeviceSelectProps {
  readonly setting: 'microphone' | 'speaker' | 'ringer' | 'camera';
  readonly devices: readonly AudioDevice[];
  readonly control: ControlProps;
}

/** A chosen device that is not there now stays chosen: it is used again as soon as it is plugged in. */
export function DeviceSelect({ setting, devices, control }: DeviceSelectProps) {
  const t = useT();
  const chosen = useSession((session) => session.settings[setting].value);
  const { set } = useActions();
  const missing = chosen !== null && !devices.some(({ id }) => id === chosen);
  return (
    <Select
      {...control}
      className={styles.device}
      value={chosen ?? ''}
      onChange={(event) => set({ [setting]: event.currentTarget.value === '' ? null : event.currentTarget.value })}
    >
      <option value="">{t('settings.systemDevice')}</option>
      {missing ? (
        <option value={chosen}>{t('settings.missingDevice', { name: t('settings.unknownDevice') })}</option>
      ) : null}
      {devices.map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </Select>
  );
}
