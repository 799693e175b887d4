import { Send } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { ContactDetails } from '#shared/contracts/ui-replies.ts';
import { Button } from '../../components/button.tsx';
import { useModel, useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { useStore } from '../../state/store.ts';
import styles from './composer.module.css';
import { useServiceWindow } from './service-window.ts';

/** The provider's limit for a text message (contract: message.send). */
const longest = 4096;
const warnFrom = 3800;

export function Composer({ details }: { readonly details: ContactDetails }) {
  const t = useT();
  const callsOnly = useSession((session) => session.workspace.mode === 'pbx');
  const { open } = useServiceWindow(details);
  if (open) return <WritingField contactId={details.contact.id} />;
  return (
    <p className={styles.closed}>
      {callsOnly ? t('conversation.noMessages') : t('conversation.closedHint', { name: details.contact.name })}
    </p>
  );
}

function WritingField({ contactId }: { readonly contactId: string }) {
  const t = useT();
  const { drafts, outbox } = useModel();
  const [text, setText] = useState(() => drafts.get(contactId));
  const field = useRef<HTMLTextAreaElement>(null);
  const added = useStore(drafts.added, (value) => value);
  useEffect(() => {
    if (added?.contactId !== contactId) return;
    setText(drafts.get(contactId));
    field.current?.focus();
  }, [added, drafts, contactId]);
  const left = longest - text.length;
  const sendable = text.trim() !== '' && left >= 0;

  const write = (value: string): void => {
    setText(value);
    drafts.set(contactId, value);
  };
  const send = (): void => {
    if (!sendable) return;
    outbox.send(contactId, text.trim());
    write('');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method composes a word, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        className={styles.field}
        aria-label={t('conversation.message')}
        placeholder={t('conversation.placeholder')}
        rows={1}
        value={text}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {text.length >= warnFrom ? (
        <p className={left < 0 ? styles.over : styles.left}>{t('conversation.charactersLeft', { count: left })}</p>
      ) : null}
      <Button name={t('conversation.send')} icon={Send} tone="accent" disabled={!sendable} onClick={send} />
    </form>
  );
}
