import { RotateCw, Trash2 } from 'lucide-react';
import type { Note } from '#shared/contracts/note.ts';
import { Button } from '../../components/button.tsx';
import { formatPercent } from '../../format/percent.ts';
import { useLate } from '../../hooks/use-late.ts';
import { useActions, useModel, useSession } from '../../hooks/use-model.ts';
import { useLanguage, useT } from '../../i18n/context.tsx';
import { useStore } from '../../state/store.ts';
import { notSentKey } from './not-sent.ts';
import styles from './note-sending.module.css';
import { waitsForGateway } from './waits.ts';

/** What is over sooner needs no bar. */
const noticeableMs = 250;

/** How much of a note the gateway has, or that it waits for the connection. */
export function NoteSendingProgress({ note }: { readonly note: Pick<Note, 'id' | 'agent'> }) {
  const { t, region } = useLanguage();
  const { noteProgress } = useModel();
  const share = useStore(noteProgress, (shares) => shares.get(note.id) ?? null);
  const isHeldUp = useSession((session) => waitsForGateway(note, session));
  const isMoving = useLate(share !== null, noticeableMs);
  const isWaiting = useLate(share === null && isHeldUp, noticeableMs);
  if (isWaiting) return <p className={styles.waiting}>{t('notes.whenConnected')}</p>;
  if (share === null || !isMoving) return null;
  const percent = formatPercent(share, region);
  return (
    <div className={styles.sending}>
      <progress
        aria-label={t('notes.status.sending')}
        aria-valuetext={percent}
        max={1}
        value={share}
        className={styles.progress}
      />
      <span aria-hidden="true">{percent}</span>
    </div>
  );
}

/** A note that could not be sent is kept: it can go again, or be thrown away. */
export function NoteNotSent({ noteId, failure }: Pick<Note, 'failure'> & { readonly noteId: string }) {
  const t = useT();
  const { sendNote, discardNote } = useActions();
  return (
    <div className={styles.failed}>
      <p>
        {t('notes.status.failed')}
        {failure === undefined ? '' : ` · ${t(notSentKey(failure))}`}
      </p>
      <Button name={t('notes.sendAgain')} icon={RotateCw} small onClick={() => sendNote(noteId)} />
      <Button name={t('notes.discard')} icon={Trash2} small tone="quiet" onClick={() => discardNote(noteId)} />
    </div>
  );
}
