import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useT } from '../../i18n/context.tsx';
import styles from './dismiss-form.module.css';

const reasons = ['spam', 'wrong', 'solved', 'twice', 'other'] as const;

export interface DismissFormProps {
  readonly name: string;
  readonly onDismiss: (reason: string, note: string) => void;
  readonly onCancel: () => void;
}

/** Asks for the reason, which the whole team reads: one of the usual ones, or words of one's own. */
export function DismissForm({ name, onDismiss, onCancel }: DismissFormProps) {
  const t = useT();
  const id = useId();
  const first = useRef<HTMLSelectElement>(null);
  const [reason, setReason] = useState<(typeof reasons)[number]>('spam');
  const [own, setOwn] = useState('');
  const [note, setNote] = useState('');
  useEffect(() => first.current?.focus(), []);
  const text = reason === 'other' ? own.trim() : t(`followUps.reason.${reason}`);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text !== '') onDismiss(text, note.trim());
  };
  return (
    <form
      aria-label={`${t('followUps.dismiss')}: ${name}`}
      className={styles.form}
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      <label htmlFor={id} className={styles.why}>
        {t('followUps.why')}
      </label>
      <Select
        id={id}
        ref={first}
        value={reason}
        onChange={(event) => setReason(reasons.find((each) => each === event.currentTarget.value) ?? 'other')}
      >
        {reasons.map((each) => (
          <option key={each} value={each}>
            {t(`followUps.reason.${each}`)}
          </option>
        ))}
      </Select>
      {reason === 'other' ? (
        <TextField
          aria-label={t('followUps.ownReason')}
          placeholder={t('followUps.ownReason')}
          className={styles.own}
          maxLength={200}
          value={own}
          onChange={(event) => setOwn(event.currentTarget.value)}
        />
      ) : null}
      <TextField
        aria-label={t('followUps.note')}
        placeholder={t('followUps.noteHint')}
        className={styles.own}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <span className={styles.buttons}>
        <Button name={t('followUps.cancel')} small tone="quiet" onClick={onCancel} />
        <Button name={t('followUps.dismiss')} small submit aria-disabled={text === ''} />
      </span>
    </form>
  );
}
