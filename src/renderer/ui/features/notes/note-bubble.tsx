import { Check, CheckCheck, CircleAlert, Clock3, type LucideIcon, Mic, PhoneMissed, Video } from 'lucide-react';
import type { Note, NoteStatus } from '#shared/contracts/note.ts';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { formatDuration } from '../../format/durations.ts';
import { useModel } from '../../hooks/use-model.ts';
import { useLanguage } from '../../i18n/context.tsx';
import { useStore } from '../../state/store.ts';
import bubble from '../conversation/message-bubble.module.css';
import { flawOf } from './flaw.ts';
import styles from './note-bubble.module.css';
import { NotePlayer } from './note-player.tsx';
import { NoteReplies } from './note-replies.tsx';
import { NoteNotSent, NoteSendingProgress } from './note-sending.tsx';
import { Transcript } from './transcript.tsx';

const statusIcons: Readonly<Record<NoteStatus, LucideIcon>> = {
  sending: Clock3,
  sent: Check,
  delivered: CheckCheck,
  played: CheckCheck,
  failed: CircleAlert,
};

/** A voice or video message in the conversation, tied to the call that was not answered. */
export function NoteBubble({ note, author }: { readonly note: Note; readonly author: string }) {
  const { t, dates } = useLanguage();
  const out = note.direction === 'out';
  const { notePlayback } = useModel();
  const flaw = useStore(notePlayback, (playback) => flawOf(note, playback));
  // What nobody can play does not wait for anybody.
  const fresh = !out && note.status !== 'played' && flaw === null;
  const { id, contactId, kind, durationMs } = note;
  return (
    <div className={classNames(bubble.message, out ? bubble.out : bubble.in)}>
      <article
        aria-label={t(`notes.from.${kind}`, {
          name: out ? (note.agent ?? t('call.you')) : author,
          duration: formatDuration(durationMs),
        })}
        className={classNames(bubble.bubble, styles.note, fresh && styles.fresh)}
      >
        <p className={styles.about}>
          <Icon of={PhoneMissed} size={14} />
          {t(out ? 'notes.aboutOurs' : 'notes.aboutTheirs')}
        </p>
        {flaw === null ? (
          <NotePlayer note={{ id, contactId, kind, incoming: !out, durationMs }} peaks={note.peaks} />
        ) : (
          <p className={styles.flawed}>
            <Icon of={kind === 'video' ? Video : Mic} size={16} />
            {t(`notes.flaw.${flaw}`)}
          </p>
        )}
        {out && note.status === 'sending' ? <NoteSendingProgress note={note} /> : null}
        <p className={bubble.meta}>
          {fresh ? <span className={styles.new}>{t('notes.unplayed')}</span> : null}
          <time dateTime={new Date(note.at).toISOString()}>{dates.time(note.at)}</time>
          {out ? (
            <span
              className={classNames(bubble.status, styles[note.status])}
              data-tip={t(`notes.status.${note.status}`)}
            >
              <Icon of={statusIcons[note.status]} size={16} />
              <span className="visually-hidden">{t(`notes.status.${note.status}`)}</span>
            </span>
          ) : null}
        </p>
        {note.transcript === null ? null : <Transcript note={note} transcript={note.transcript} />}
        {note.transcript === null || out ? null : <NoteReplies noteId={id} contactId={contactId} />}
      </article>
      {out && note.status === 'failed' ? <NoteNotSent noteId={id} failure={note.failure} /> : null}
    </div>
  );
}
