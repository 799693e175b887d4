import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { FollowUpRow } from '#shared/contracts/ui-replies.ts';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useActions } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import styles from './dismiss-form.module.css';

/** What the whole team should know of a missed call that is dealt with. Sent empty, the note is gone. */
export function NoteForm({ row, onDone }: { readonly row: FollowUpRow; readonly onDone: () => void }) {
  const t = useT();
  const { actOnFollowUp } = useActions();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(row.note?.text ?? '');
  useEffect(() => field.current?.focus(), []);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    // What was written stays where it could not be kept.
    if (await actOnFollowUp(row.id, { act: 'note', text: text.trim() })) onDone();
  };
  return (
    <form
      aria-label={`${t('followUps.note')}: ${row.name}`}
      className={styles.form}
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone();
      }}
    >
      <TextField
        ref={field}
        aria-label={t('followUps.note')}
        placeholder={t('followUps.noteHint')}
        className={styles.own}
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <span className={styles.buttons}>
        <Button name={t('followUps.cancel')} small tone="quiet" onClick={onDone} />
        <Button name={t('followUps.saveNote')} small submit />
      </span>
    </form>
  );
}
