import { useEffect, useEffectEvent, useState } from 'react';
import { isTextField } from '../../hooks/focus.ts';
import { useActions } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import styles from './keypad.module.css';

/** Letters as on ITU-T E.161 keypads. */
const keys: readonly (readonly [digit: string, letters: string])[] = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
];

/** Tones for the other side's menus: clicked, or typed anywhere outside a text field while the keypad is open. */
export function Keypad({ callId }: { readonly callId: string }) {
  const t = useT();
  const { sendDigits } = useActions();
  const [sent, setSent] = useState('');
  const press = (digit: string): void => {
    setSent((digits) => digits + digit);
    sendDigits(callId, digit);
  };

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTextField(event.target)) return;
    if (!/^[0-9*#]$/.test(event.key)) return;
    event.preventDefault();
    press(event.key);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKeyDown(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);

  return (
    <fieldset aria-label={t('call.keypad')} className={styles.keypad}>
      <output aria-label={t('call.keypadDigits')} className={styles.sent}>
        {sent}
      </output>
      <div className={styles.grid}>
        {keys.map(([digit, letters]) => (
          <button key={digit} type="button" className={styles.key} data-letters={letters} onClick={() => press(digit)}>
            {digit}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
