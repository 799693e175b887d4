import { useEffect, useEffectEvent } from 'react';
import { LoadFailure } from '../../components/load-failure.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useActions, useModel, useSession, useWindowState } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { ringingCalls } from '../../state/session.ts';
import { useStore } from '../../state/store.ts';
import { IncomingCard } from '../call/incoming-card.tsx';
import { Composer } from './composer.tsx';
import { ContactPanel } from './contact-panel.tsx';
import styles from './conversation.module.css';
import { ConversationHeader } from './conversation-header.tsx';
import { Timeline } from './timeline.tsx';

/** One contact: who it is, what was said, and the call when this contact is calling. */
export function Conversation({ contactId }: { readonly contactId: string }) {
  const t = useT();
  const { contacts } = useModel();
  const { contactOpen } = useWindowState();
  const panelOpen = useStore(contactOpen, (open) => open);
  const { details, failure } = useStore(contacts.of(contactId), (state) => state);
  const ringing = useSession(ringingCalls);
  const position = ringing.findIndex((call) => call.contactId === contactId);
  const call = ringing[position];
  useMarkRead(contactId);

  return (
    <section aria-label={t('conversation.label')} className={styles.conversation}>
      {details === null ? (
        <div className={styles.header}>
          {failure === null ? (
            <Skeleton label={t('conversation.loading')} rows={1} />
          ) : (
            <LoadFailure failure={failure} onRetry={() => contacts.refresh([contactId])} />
          )}
        </div>
      ) : (
        <>
          <ConversationHeader details={details} />
          <div className={styles.banner}>
            {call === undefined ? null : <IncomingCard key={call.id} call={call} shape="banner" position={position} />}
          </div>
          <div className={styles.body}>
            <Timeline contact={details.contact} />
            <Composer details={details} />
          </div>
          <ContactPanel details={details} open={panelOpen} />
        </>
      )}
    </section>
  );
}

/** Takes the marks off when the conversation is opened, and later ones as soon as somebody is at the window. */
function useMarkRead(contactId: string): void {
  const { inbox } = useModel();
  const { markRead } = useActions();
  const marked = useStore(inbox, ({ rows }) => {
    const row = rows.find((candidate) => candidate.contactId === contactId);
    return row !== undefined && row.unread + row.missed > 0;
  });
  const look = useEffectEvent(() => {
    if (marked && document.visibilityState === 'visible') markRead(contactId);
  });
  useEffect(() => {
    if (marked && document.hasFocus()) look();
    const events = ['focus', 'pointerdown', 'keydown'] as const;
    for (const event of events) window.addEventListener(event, look);
    return () => {
      for (const event of events) window.removeEventListener(event, look);
    };
  }, [marked]);
}
