import { RotateCcw, Send, Square, Trash2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { NoteInProgress } from '#shared/contracts/session.ts';
import { Button } from '../../components/button.tsx';
import { Picture } from '../../components/picture.tsx';
import { formatDuration, isoDuration } from '../../format/durations.ts';
import { useLate } from '../../hooks/use-late.ts';
import { useActions, useModel } from '../../hooks/use-model.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useT } from '../../i18n/context.tsx';
import { createLevelTrace } from '../call/level-trace.ts';
import { CameraChoice } from './camera-choice.tsx';
import styles from './note-making.module.css';
import { NotePlayer } from './note-player.tsx';

/** A note in the making: recording with its count-down and level, then listening, taking it again, and sending. */
export function NoteMaking({ note }: { readonly note: NoteInProgress }) {
  return note.phase === 'draft' ? <Draft note={note} /> : <Recording note={note} />;
}

/** Waiting is worth a word only where one notices it; with the way of the tap and the paint it stands there within 150 ms. */
const noticeableMs = 100;

/** Sound comes in packets, pictures in frames: what ended at its limit may be some of them shorter. */
const lastMomentMs = 300;

function Recording({ note }: { readonly note: NoteInProgress }) {
  const t = useT();
  const { stopNote, discardNote } = useActions();
  const stop = useRef<HTMLButtonElement>(null);
  const late = useLate(note.startedAt === null, noticeableMs);
  // The tap's own button is gone: the next key press belongs to what it began.
  useEffect(() => stop.current?.focus(), []);
  return (
    <>
      {note.kind === 'video' ? <Mirror /> : null}
      <div className={styles.running}>
        {note.startedAt === null ? (
          <p role="status" className={styles.waiting}>
            {late ? t(`notes.waiting.${note.kind}`) : ''}
          </p>
        ) : (
          <>
            <span aria-hidden="true" className={styles.dot} />
            <Level />
            <Left since={note.startedAt} limitMs={note.limitMs} />
          </>
        )}
      </div>
      <div className={styles.buttons}>
        <Button name={t('notes.discard')} icon={Trash2} tone="quiet" onClick={() => discardNote(note.noteId)} />
        <Button
          ref={stop}
          name={t('notes.stop')}
          icon={Square}
          tone="end"
          shortcut="record"
          disabled={note.phase === 'stopping'}
          onClick={() => stopNote(note.noteId)}
        />
      </div>
    </>
  );
}

/** What the contact will see, while it is recorded. */
function Mirror() {
  const t = useT();
  return (
    <div className={styles.mirror}>
      <Picture of="own" label={t('video.own')} className={styles.picture} />
    </div>
  );
}

function Left({ since, limitMs }: { readonly since: number; readonly limitMs: number }) {
  const t = useT();
  const now = useNow(250, since);
  const left = Math.max(0, limitMs - (now - since));
  return (
    <div role="timer" aria-label={t('notes.left')} className={styles.left}>
      <time dateTime={isoDuration(left)}>{formatDuration(Math.ceil(left / 1000) * 1000)}</time>
    </div>
  );
}

function Level() {
  const { client } = useModel();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current === null) return;
    const trace = createLevelTrace(canvas.current);
    const unsubscribe = client.on('levels', ({ callId, agent }) => {
      if (callId === null) trace.push(agent);
    });
    return () => {
      unsubscribe();
      trace.stop();
    };
  }, [client]);
  return (
    <div aria-hidden="true" className={styles.level}>
      <canvas ref={canvas} />
    </div>
  );
}

function Draft({ note }: { readonly note: NoteInProgress }) {
  const t = useT();
  const { sendNote, discardNote, recordNoteAgain } = useActions();
  const { notePlayback } = useModel();
  const send = useRef<HTMLButtonElement>(null);
  useEffect(() => send.current?.focus(), []);
  // What plays is gone with the draft.
  useEffect(
    () => () => {
      if (notePlayback.get().note?.id === note.noteId) notePlayback.close();
    },
    [notePlayback, note.noteId],
  );
  const { noteId, contactId, kind, durationMs, limitMs, peaks } = note;
  return (
    <>
      <div className={styles.listen}>
        <NotePlayer
          note={{ id: noteId, contactId, kind, incoming: false, durationMs: durationMs ?? 0 }}
          peaks={peaks}
        />
      </div>
      {limitMs - (durationMs ?? 0) < lastMomentMs ? (
        <p role="status" className={styles.waiting}>
          {t('notes.full', { limit: formatDuration(limitMs) })}
        </p>
      ) : null}
      {kind === 'video' ? <CameraChoice /> : null}
      <div className={styles.choices}>
        <Button name={t('notes.discard')} icon={Trash2} tone="quiet" onClick={() => discardNote(noteId)} />
        <Button name={t('notes.again')} icon={RotateCcw} tone="quiet" onClick={() => recordNoteAgain(note)} />
        <Button
          ref={send}
          name={t('notes.send')}
          icon={Send}
          tone="accent"
          className={styles.send}
          onClick={() => sendNote(noteId)}
        />
      </div>
    </>
  );
}
