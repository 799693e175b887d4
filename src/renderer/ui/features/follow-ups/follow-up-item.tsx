import { Hand, Mic, Moon, NotebookPen, Phone, Video, X } from 'lucide-react';
import { useId, useState } from 'react';
import type { FollowUpRow } from '#shared/contracts/ui-replies.ts';
import { Avatar } from '../../components/avatar.tsx';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { PhoneNumber } from '../../components/phone-number.tsx';
import { formatDuration } from '../../format/durations.ts';
import { useActions, useModel, useSession } from '../../hooks/use-model.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useLanguage, useT } from '../../i18n/context.tsx';
import { routeHref } from '../../state/route.ts';
import { DismissForm } from './dismiss-form.tsx';
import styles from './follow-up-item.module.css';
import { NoteForm } from './note-form.tsx';

const minuteMs = 60_000;

/** One contact that waits to be called back, or that somebody has dealt with. */
export function FollowUpItem({ row }: { readonly row: FollowUpRow }) {
  const t = useT();
  const nameId = useId();
  const { toasts } = useModel();
  const { actOnFollowUp } = useActions();
  const [form, setForm] = useState<'dismiss' | 'note' | null>(null);
  const open = row.done === null;

  const dismiss = async (reason: string, note: string): Promise<void> => {
    setForm(null);
    const attached = note === '' ? {} : { note };
    if (!(await actOnFollowUp(row.id, { act: 'dismiss', reason, ...attached }))) return;
    toasts.offerUndo(t('followUps.dismissed', { name: row.name }), () => void actOnFollowUp(row.id, { act: 'reopen' }));
  };

  return (
    <li className={classNames(styles.item, !open && styles.done)}>
      <div className={styles.line}>
        <Avatar id={row.contactId} name={row.name} size="small" />
        <div className={styles.text}>
          <p className={styles.who}>
            <a
              id={nameId}
              href={routeHref({ view: 'inbox', contactId: row.contactId })}
              className={styles.name}
              draggable={false}
            >
              {row.name}
            </a>
            {row.outOfHours ? (
              <span className={styles.tag}>
                <Icon of={Moon} size={14} />
                {t('followUps.outOfHours')}
              </span>
            ) : null}
          </p>
          <Facts row={row} />
          {row.left === null ? null : (
            <p className={styles.left}>
              <Icon of={row.left.kind === 'video' ? Video : Mic} size={14} />
              {t('notes.lastLine', {
                kind: t(`notes.kind.${row.left.kind}`),
                duration: formatDuration(row.left.durationMs),
              })}
            </p>
          )}
          {row.note === null ? null : (
            <p className={styles.note}>
              {row.note.text} <span className={styles.by}>{t('followUps.by', { name: row.note.by.name })}</span>
            </p>
          )}
        </div>
        <div className={styles.actions}>
          <Button
            name={row.note === null ? t('followUps.addNote') : t('followUps.editNote')}
            icon={NotebookPen}
            iconOnly
            small
            tone="quiet"
            aria-describedby={nameId}
            aria-expanded={form === 'note'}
            onClick={() => setForm(form === 'note' ? null : 'note')}
          />
          {open ? (
            <Actions
              row={row}
              nameId={nameId}
              dismissing={form === 'dismiss'}
              onDismiss={() => setForm(form === 'dismiss' ? null : 'dismiss')}
            />
          ) : null}
        </div>
      </div>
      {open && form === 'dismiss' ? (
        <DismissForm
          name={row.name}
          onDismiss={(reason, note) => void dismiss(reason, note)}
          onCancel={() => setForm(null)}
        />
      ) : null}
      {form === 'note' ? <NoteForm row={row} onDone={() => setForm(null)} /> : null}
    </li>
  );
}

function Facts({ row }: { readonly row: FollowUpRow }) {
  const t = useT();
  const { dates } = useLanguage();
  const now = useNow(minuteMs);
  const me = useSession((session) => session.agent.id);
  const { done, takenBy } = row;
  return (
    <p className={styles.facts}>
      <time dateTime={new Date(row.lastAt).toISOString()}>{dates.dayAndTime(row.lastAt, now)}</time>
      {row.times > 1 ? <span className={styles.times}>{t('followUps.calls', { count: row.times })}</span> : null}
      {row.phone === null ? null : (
        <span>
          <PhoneNumber number={row.phone} />
        </span>
      )}
      {done === null && takenBy !== null ? (
        <span className={styles.taken}>
          {takenBy.id === me ? t('followUps.takenByMe') : t('followUps.takenBy', { name: takenBy.name })}
        </span>
      ) : null}
      {done === null ? null : (
        <span>
          {t(`followUps.how.${done.how}`)}
          {done.by === null ? null : ` ${t('followUps.by', { name: done.by.name })}`}
          {done.reason === null ? null : ` · ${done.reason}`}
        </span>
      )}
    </p>
  );
}

interface ActionsProps {
  readonly row: FollowUpRow;
  readonly nameId: string;
  readonly dismissing: boolean;
  readonly onDismiss: () => void;
}

function Actions({ row, nameId, dismissing, onDismiss }: ActionsProps) {
  const t = useT();
  const { actOnFollowUp, placeToContact } = useActions();
  const { id: me, role } = useSession((session) => session.agent);
  const mine = row.takenBy !== null && row.takenBy.id === me;
  // Who has it is said beside the name; only a supervisor may take it from that agent.
  const mayTake = mine || row.takenBy === null || role === 'supervisor';
  return (
    <>
      {mayTake ? (
        <Button
          name={mine ? t('followUps.release') : row.takenBy === null ? t('followUps.take') : t('followUps.takeOver')}
          icon={Hand}
          small
          tone="quiet"
          aria-describedby={nameId}
          onClick={() => void actOnFollowUp(row.id, { act: mine ? 'release' : 'take' })}
        />
      ) : null}
      <Button
        name={t('followUps.dismiss')}
        icon={X}
        small
        tone="quiet"
        aria-describedby={nameId}
        aria-expanded={dismissing}
        onClick={onDismiss}
      />
      <Button
        name={t('call.back')}
        icon={Phone}
        small
        tone="answer-quiet"
        aria-describedby={nameId}
        onClick={() => placeToContact(row.contactId)}
      />
    </>
  );
}
