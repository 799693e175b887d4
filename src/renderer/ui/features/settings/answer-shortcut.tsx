import { type KeyboardEvent, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Keys } from '../../components/keys.tsx';
import { useActions, useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { acceleratorLabels, captureAccelerator } from './accelerator.ts';
import styles from './answer-shortcut.module.css';
import type { ControlProps } from './setting-row.tsx';

/** Shows the keys that answer from anywhere; after Change it takes the next ones pressed. */
export function AnswerShortcut({ control }: { readonly control: ControlProps }) {
  const t = useT();
  const accelerator = useSession((session) => session.settings.answerShortcut.value);
  const darwin = useSession((session) => session.platform === 'darwin');
  const { set } = useActions();
  const [capturing, setCapturing] = useState(false);
  const [refused, setRefused] = useState(false);

  const stop = (): void => {
    setCapturing(false);
    setRefused(false);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Tab must lead out of here also for somebody who has only a keyboard.
    if (!capturing || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      stop();
      return;
    }
    const captured = captureAccelerator(event.nativeEvent, darwin);
    setRefused(captured.kind === 'needs-modifier');
    if (captured.kind !== 'accelerator') return;
    set({ answerShortcut: captured.accelerator });
    stop();
  };

  return (
    <>
      <span className={styles.keys} role="status">
        {capturing ? (
          t('settings.shortcutPress')
        ) : accelerator === null ? (
          t('settings.shortcutNone')
        ) : (
          <Keys
            labels={acceleratorLabels(accelerator, darwin, {
              control: t('keys.control'),
              shift: t('keys.shift'),
              alt: t('keys.alt'),
              space: t('keys.space'),
            })}
          />
        )}
      </span>
      <Button
        {...control}
        name={capturing ? t('settings.shortcutCancel') : t('settings.shortcutChange')}
        small
        onKeyDown={onKeyDown}
        onBlur={stop}
        onClick={() => (capturing ? stop() : setCapturing(true))}
      />
      {accelerator === null || capturing ? null : (
        <Button
          name={t('settings.shortcutRemove')}
          small
          tone="quiet"
          disabled={control.disabled}
          onClick={() => set({ answerShortcut: null })}
        />
      )}
      <p role="status" className={styles.refused}>
        {refused ? t('settings.shortcutNeedsModifier') : ''}
      </p>
    </>
  );
}
