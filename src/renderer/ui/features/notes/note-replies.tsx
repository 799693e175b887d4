import { useEffect, useState } from 'react';
import type { NoteReply } from '#shared/contracts/ui-replies.ts';
import { useModel } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import styles from './note-replies.module.css';

/** Answers that fit what was said: one click puts one into the message field, where it can be changed and sent. */
export function NoteReplies({ noteId, contactId }: { readonly noteId: string; readonly contactId: string }) {
  const t = useT();
  const { client, drafts } = useModel();
  const [replies, setReplies] = useState<readonly NoteReply[]>([]);
  useEffect(() => {
    let current = true;
    void client.ask('note.replies', { noteId }).then((result) => {
      if (current && result.ok) setReplies(result.value);
    });
    return () => {
      current = false;
    };
  }, [client, noteId]);
  if (replies.length === 0) return null;
  return (
    <ul aria-label={t('notes.replies')} className={styles.replies}>
      {replies.map(({ id, text }) => (
        <li key={id}>
          <button
            type="button"
            className={styles.reply}
            data-tip={t('notes.takeReply')}
            onClick={() => drafts.add(contactId, text)}
          >
            {text}
          </button>
        </li>
      ))}
    </ul>
  );
}
