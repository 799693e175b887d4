import { Phone, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { CallKind } from '#shared/contracts/identifiers.ts';
import type { Contact } from '#shared/contracts/records.ts';
import { Avatar } from '../../components/avatar.tsx';
import { Button } from '../../components/button.tsx';
import { stepAmong } from '../../components/step-among.ts';
import { TextField } from '../../components/text-field.tsx';
import { useActions, useModel, useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { activeCall } from '../../state/session.ts';
import { useStore } from '../../state/store.ts';
import { CallChoices } from './call-choices.tsx';
import styles from './dial-dialog.module.css';
import { candidates, whyNobody } from './dial-target.ts';
import { useCalling } from './use-calling.ts';
import { useDialSearch } from './use-dial-search.ts';

export interface DialDialogProps {
  /** What stands in the field at first: a link fills it in, and nothing is dialled before the agent says so. */
  readonly text: string;
  readonly onClose: () => void;
}

/** Calls somebody by name or number from anywhere in the window. */
export function DialDialog({ text, onClose }: DialDialogProps) {
  const t = useT();
  const { numberFormat } = useModel();
  const { format } = useStore(numberFormat, (value) => value);
  const { placeToContact, placeToNumber } = useActions();
  const callsOnly = useSession((session) => session.workspace.mode === 'pbx');
  const busy = useSession((session) => activeCall(session) !== null);
  const [typed, setTyped] = useState(text);
  const [chosen, setChosen] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const search = useDialSearch(typed);
  const people = search === null ? [] : candidates(search.look, search.hits);
  const contact = people[Math.min(chosen, people.length - 1)] ?? null;
  const calling = useCallingOf(contact);
  const number = callsOnly ? (search?.look.number ?? null) : null;
  const problem =
    search === null || number !== null
      ? null
      : whyNobody(
          { text: search.text, look: search.look, found: people.length, number: format(search.look.number ?? '') },
          t,
        );

  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    field.current?.select();
    return () => element?.close();
  }, []);

  const callable = contact !== null || number !== null;
  const call = (kind: CallKind = 'voice'): void => {
    if (contact !== null) {
      if (calling !== null && !calling.judge.judgeCall(calling.facts, Date.now()).allowed) return;
      placeToContact(contact.id, kind);
    } else if (number !== null) placeToNumber(number, kind);
    else return;
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      if (!busy) call();
      return;
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const target = stepAmong(event.key, Math.min(chosen, people.length - 1), people.length, 'column');
    if (target === null) return;
    event.preventDefault();
    setChosen(target);
  };

  return (
    <dialog
      ref={dialog}
      aria-labelledby={`${listId}-title`}
      className={styles.dialog}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div className={styles.content}>
        <header className={styles.header}>
          <h2 id={`${listId}-title`}>{t('dial.title')}</h2>
          <Button name={t('dial.close')} icon={X} iconOnly small tone="quiet" onClick={onClose} />
        </header>
        <TextField
          ref={field}
          type="text"
          role="combobox"
          aria-label={t('dial.field')}
          aria-describedby={`${listId}-hint`}
          aria-expanded={people.length > 0}
          aria-controls={listId}
          aria-activedescendant={contact === null ? undefined : `${listId}-${people.indexOf(contact)}`}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
        <p id={`${listId}-hint`} className={styles.hint} role="status">
          {busy ? t('refusal.busy') : (problem ?? t('dial.hint'))}
        </p>
        <div id={listId} role="listbox" aria-label={t('dial.results')} className={styles.people}>
          {people.map((person, index) => (
            <Person
              key={person.id}
              id={`${listId}-${index}`}
              person={person}
              number={person.phone === null ? null : format(person.phone)}
              selected={person === contact}
              onChoose={() => {
                setChosen(index);
                field.current?.focus();
              }}
            />
          ))}
        </div>
        {contact !== null && calling !== null ? (
          <Choices contact={contact} calling={calling} busy={busy} onCall={call} />
        ) : (
          <Button
            name={number === null ? t('dial.call') : t('call.placeNumber', { number: format(number) })}
            icon={Phone}
            tone="answer-quiet"
            disabled={!callable || busy}
            onClick={() => call()}
          />
        )}
      </div>
    </dialog>
  );
}

/** While another contact is being chosen, what is known of the one before says nothing. */
function useCallingOf(contact: Contact | null): ReturnType<typeof useCalling> {
  const calling = useCalling(contact?.id ?? null);
  return calling !== null && calling.facts.contactId === contact?.id ? calling : null;
}

interface ChoicesProps {
  readonly contact: Contact;
  readonly calling: NonNullable<ReturnType<typeof useCalling>>;
  readonly busy: boolean;
  readonly onCall: (kind: CallKind) => void;
}

function Choices({ contact, calling, busy, onCall }: ChoicesProps) {
  const t = useT();
  const { requestPermission } = useActions();
  const hasVideo = useSession((session) => session.workspace.video);
  return (
    <section aria-label={contact.name} className={styles.choices}>
      <CallChoices
        facts={calling.facts}
        judge={calling.judge}
        label={t('call.menuOf', { name: contact.name })}
        obstacle={busy ? t('refusal.busy') : null}
        inTabOrder
        onCall={() => onCall('voice')}
        onVideoCall={hasVideo ? () => onCall('video') : undefined}
        onRequest={() => requestPermission(contact.id)}
      />
    </section>
  );
}

interface PersonProps {
  readonly id: string;
  readonly person: Contact;
  readonly number: string | null;
  readonly selected: boolean;
  readonly onChoose: () => void;
}

/** Chosen by the arrow keys of the field, which keeps the keyboard. */
function Person({ id, person, number, selected, onChoose }: PersonProps) {
  return (
    <button
      type="button"
      role="option"
      id={id}
      tabIndex={-1}
      aria-selected={selected}
      className={styles.person}
      onClick={onChoose}
    >
      <Avatar id={person.id} name={person.name} />
      <span className={styles.who}>
        <span className={styles.name} data-tip-clipped="">
          {person.name}
        </span>
        {number === null ? null : <span className={styles.number}>{number}</span>}
      </span>
    </button>
  );
}
