import { RotateCw, Trash2 } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { formatPercent } from '../../format/percent.ts';
import { useActions, useModel } from '../../hooks/use-model.ts';
import { useLanguage, useT } from '../../i18n/context.tsx';
import { useStore } from '../../state/store.ts';
import styles from './note-sending.module.css';

/** How much of a note is handed over; nothing while nothing moves, for instance without a connection. */
export function NoteSendingProgress({ noteId }: { readonly noteId: string }) {
  const { t, region } = useLanguage();
  const { noteProgress } = useModel();
  const share = useStore(noteProgress, (shares) => shares.get(noteId) ?? null);
  if (share === null) return null;
  return (
    <progress
      aria-label={t('notes.status.sending')}
      aria-valuetext={formatPercent(share, region)}
      max={1}
      value={share}
      className={styles.progress}
    />
  );
}

/** A note that could not be sent is kept: it can go again, or be thrown away. */
export function NoteNotSent({ noteId }: { readonly noteId: string }) {
  const t = useT();
  const { sendNote, discardNote } = useActions();
  return (
    <div className={styles.failed}>
      <p>{t('notes.status.failed')}</p>
      <Button name={t('notes.sendAgain')} icon={RotateCw} small onClick={() => sendNote(noteId)} />
      <Button name={t('notes.discard')} icon={Trash2} small tone="quiet" onClick={() => discardNote(noteId)} />
    </div>
  );
}
