import { Sparkles } from 'lucide-react';
import type { Note, NoteTranscript } from '#shared/contracts/note.ts';
import { Icon } from '../../components/icon.tsx';
import { formatDuration } from '../../format/durations.ts';
import { useModel } from '../../hooks/use-model.ts';
import { useLanguage } from '../../i18n/context.tsx';
import styles from './transcript.module.css';

/** What a machine understood, each part with a jump to where it is said. */
export function Transcript({ note, transcript }: { readonly note: Note; readonly transcript: NoteTranscript }) {
  const { t } = useLanguage();
  const { notePlayback } = useModel();
  const { id, contactId, kind, durationMs } = note;
  const parts = transcript.segments.length > 0 ? transcript.segments : [{ fromMs: 0, text: transcript.text }];
  const language = transcript.language ?? undefined;
  const jump = (fromMs: number): void =>
    notePlayback.playFrom({ id, contactId, kind, incoming: note.direction === 'in', durationMs }, fromMs / 1000);
  return (
    <div className={styles.transcript}>
      <p className={styles.source}>
        <Icon of={Sparkles} size={14} />
        {t('notes.transcript')}
      </p>
      <ul aria-label={t('notes.transcript')} className={styles.parts}>
        {parts.map(({ fromMs, text }) => (
          <li key={fromMs}>
            <button
              type="button"
              className={styles.part}
              data-tip={t('notes.jump', { at: formatDuration(fromMs) })}
              onClick={() => jump(fromMs)}
            >
              <span className={styles.at}>{formatDuration(fromMs)}</span>
              <span lang={language}>{text}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
