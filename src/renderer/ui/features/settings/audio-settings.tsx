import { Volume2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { useActions, useSession } from '../../hooks/use-model.ts';
import { useLanguage, useT } from '../../i18n/context.tsx';
import styles from './audio-settings.module.css';
import { DeviceSelect } from './device-select.tsx';
import { MicrophoneLevel } from './microphone-level.tsx';
import { type ControlProps, SettingRow } from './setting-row.tsx';

export function AudioSettings() {
  const t = useT();
  const { microphones, speakers } = useSession((session) => session.devices);
  const { testSound } = useActions();
  return (
    <>
      <SettingRow setting="microphone" label={t('settings.microphone')} hint={t('settings.microphoneHint')}>
        {(control) => (
          <>
            <DeviceSelect setting="microphone" devices={microphones} control={control} />
            <MicrophoneLevel />
          </>
        )}
      </SettingRow>
      <SettingRow setting="speaker" label={t('settings.speaker')}>
        {(control) => (
          <>
            <DeviceSelect setting="speaker" devices={speakers} control={control} />
            <Button name={t('settings.testSpeaker')} icon={Volume2} iconOnly onClick={() => testSound('speaker')} />
          </>
        )}
      </SettingRow>
      <SettingRow setting="ringer" label={t('settings.ringer')}>
        {(control) => (
          <>
            <DeviceSelect setting="ringer" devices={speakers} control={control} />
            <Button name={t('settings.testRinger')} icon={Volume2} iconOnly onClick={() => testSound('ringer')} />
          </>
        )}
      </SettingRow>
      <SettingRow setting="ringVolume" label={t('settings.ringVolume')}>
        {(control) => <VolumeSlider control={control} />}
      </SettingRow>
    </>
  );
}

const settleMs = 250;
/** Main answers within it; after that the stored value counts again. */
const answerMs = 1500;

/** Moves at once and is stored when the hand rests. */
function VolumeSlider({ control }: { readonly control: ControlProps }) {
  const { region } = useLanguage();
  const stored = useSession((session) => session.settings.ringVolume.value);
  const { set } = useActions();
  const [moving, setMoving] = useState<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const value = moving ?? stored;
  const move = (next: number): void => {
    setMoving(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      set({ ringVolume: next });
      timer.current = setTimeout(() => setMoving(null), answerMs);
    }, settleMs);
  };
  const percent = new Intl.NumberFormat(region, { style: 'percent' }).format(value);
  return (
    <>
      <input
        {...control}
        type="range"
        min={0}
        max={1}
        step={0.05}
        value={value}
        aria-valuetext={percent}
        className={styles.volume}
        style={{ '--progress': `${value * 100}%` }}
        onChange={(event) => move(event.currentTarget.valueAsNumber)}
      />
      <output htmlFor={control.id} className={styles.percent}>
        {percent}
      </output>
    </>
  );
}
