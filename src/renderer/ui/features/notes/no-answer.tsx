import { Mic, Phone, Video, X } from 'lucide-react';
import { useId } from 'react';
import type { NoteInProgress, UnansweredView } from '#shared/contracts/session.ts';
import { Avatar } from '../../components/avatar.tsx';
import { Button } from '../../components/button.tsx';
import { useActions, useSession } from '../../hooks/use-model.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useLanguage, useT } from '../../i18n/context.tsx';
import { routeHref } from '../../state/route.ts';
import { activeCall } from '../../state/session.ts';
import { refusalWords } from '../calling/rule-words.ts';
import { useCalling } from '../calling/use-calling.ts';
import { CameraChoice } from './camera-choice.tsx';
import styles from './no-answer.module.css';
import { NoteMaking } from './note-making.tsx';

/** A call of ours was not answered: leave a note in one tap, call again, or let it be. */
export function NoAnswer() {
  const unanswered = useSession((session) => session.unanswered);
  const note = useSession((session) => session.note);
  return unanswered === null ? null : <Prompt key={unanswered.callId} unanswered={unanswered} note={note} />;
}

function Prompt({ unanswered, note }: { readonly unanswered: UnansweredView; readonly note: NoteInProgress | null }) {
  const t = useT();
  const titleId = useId();
  const { contactId, name } = unanswered;
  return (
    <fieldset aria-label={t('notes.noAnswer')} aria-describedby={titleId} className={styles.prompt}>
      <header className={styles.header}>
        <Avatar id={contactId} name={name} size="small" />
        <div className={styles.who}>
          <p className={styles.name}>
            <a href={routeHref({ view: 'inbox', contactId })} draggable={false}>
              {name}
            </a>
          </p>
          <p id={titleId} role="status" className={styles.why}>
            {t(`notes.why.${unanswered.why}`)}
          </p>
        </div>
      </header>
      {note === null ? <Choices unanswered={unanswered} /> : <NoteMaking note={note} />}
    </fieldset>
  );
}

function Choices({ unanswered }: { readonly unanswered: UnansweredView }) {
  const t = useT();
  const language = useLanguage();
  const { dismissPrompt, recordNote, placeToContact } = useActions();
  const { callId, contactId, kind, refusal } = unanswered;
  // A video note needs a camera that the workspace has a use for.
  const hasNotes = useSession(({ workspace }) => workspace.notes && (kind === 'voice' || workspace.video));
  const busy = useSession((session) => activeCall(session) !== null);
  const calling = useCalling(contactId);
  const local = useNow(1000);
  const verdict = calling?.judge.judgeCall(calling.facts, local);
  const again =
    busy || calling === null || verdict === undefined || verdict.allowed
      ? []
      : refusalWords(verdict, language, 'call', calling.judge.gatewayNow(calling.facts, local));
  const noteReason = busy ? t('refusal.busy') : refusal === null ? null : t(`error.${refusal}`);
  const callReason = busy ? t('refusal.busy') : again.length > 0 ? again.join(' ') : null;
  const noteReasonId = useId();
  const callReasonId = useId();
  return (
    <>
      <div className={styles.choices}>
        <Button name={t('notes.cancel')} icon={X} shortcut="end" onClick={() => dismissPrompt(callId)} />
        {hasNotes ? (
          <Button
            name={t(`notes.record.${kind}`)}
            icon={kind === 'video' ? Video : Mic}
            tone="accent"
            shortcut="record"
            disabled={noteReason !== null}
            aria-describedby={noteReason === null ? undefined : noteReasonId}
            onClick={() => recordNote(callId)}
          />
        ) : null}
        <Button
          name={t('notes.callAgain')}
          icon={Phone}
          tone="answer-quiet"
          disabled={callReason !== null}
          aria-describedby={callReason === null ? undefined : callReasonId}
          onClick={() => placeToContact(contactId, kind)}
        />
      </div>
      {hasNotes && kind === 'video' ? <CameraChoice /> : null}
      {noteReason === null || !hasNotes ? null : (
        <p id={noteReasonId} className={styles.reason}>
          {noteReason}
        </p>
      )}
      {callReason === null || callReason === noteReason ? null : (
        <p id={callReasonId} className={styles.reason}>
          {callReason}
        </p>
      )}
    </>
  );
}
