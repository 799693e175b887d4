import { Pause, Play, X } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { formatDuration } from '../../format/durations.ts';
import { useModel, useRoute, useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import type { PlayableNote } from '../../state/note-playback.ts';
import { routeHref } from '../../state/route.ts';
import { useStore } from '../../state/store.ts';
import styles from './now-playing.module.css';

/** A note goes on playing where its conversation is not in sight: what plays, and how to stop it. */
export function NowPlaying() {
  const { notePlayback } = useModel();
  const note = useStore(notePlayback, (state) => (state.phase === 'failed' ? null : state.note));
  const route = useRoute();
  const making = useSession((session) => session.note?.noteId ?? null);
  const isInSight = route.view === 'inbox' && route.contactId === note?.contactId;
  return note === null || note.id === making || isInSight ? null : <Playing note={note} />;
}

function Playing({ note }: { readonly note: PlayableNote }) {
  const t = useT();
  const { notePlayback, contacts, inbox } = useModel();
  const { contactId } = note;
  const { phase, position } = useStore(notePlayback, (state) => state);
  const known = useStore(contacts.of(contactId), ({ details }) => details?.contact.name ?? null);
  const listed = useStore(inbox, ({ rows }) => rows.find((row) => row.contactId === contactId)?.name ?? null);
  const playing = phase === 'playing';
  return (
    <section aria-label={t('notes.nowPlaying')} className={styles.playing}>
      <Button
        name={playing ? t('notes.pause') : t('notes.play')}
        icon={playing ? Pause : Play}
        iconOnly
        small
        onClick={() => notePlayback.toggle(note)}
      />
      <a href={routeHref({ view: 'inbox', contactId })} className={styles.name} draggable={false}>
        {known ?? listed ?? t(`notes.kind.${note.kind}`)}
      </a>
      <span className={styles.time}>
        {formatDuration(position * 1000)} / {formatDuration(note.durationMs)}
      </span>
      <Button name={t('notes.close')} icon={X} iconOnly small tone="quiet" onClick={notePlayback.close} />
    </section>
  );
}
