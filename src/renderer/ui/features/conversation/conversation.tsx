import { useEffect } from 'react';
import { LoadFailure } from '../../components/load-failure.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useActions, useModel, useSession, useWindowState } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { ringingCalls } from '../../state/session.ts';
import { useStore } from '../../state/store.ts';
import { IncomingCard } from '../call/incoming-card.tsx';
import { Stage } from '../video/stage.tsx';
import { Composer } from './composer.tsx';
import { ContactPanel } from './contact-panel.tsx';
import styles from './conversation.module.css';
import { ConversationHeader } from './conversation-header.tsx';
import { Timeline } from './timeline.tsx';

/** One contact: who it is, what was said, and the call when this contact is calling. */
export function Conversation({ contactId }: { readonly contactId: string }) {
  const t = useT();
  const { contacts, inbox } = useModel();
  const { contactOpen } = useWindowState();
  const panelOpen = useStore(contactOpen, (open) => open);
  const { details, failure } = useStore(contacts.of(contactId), (state) => state);
  const ringing = useSession(ringingCalls);
  const position = ringing.findIndex((call) => call.contactId === contactId);
  const call = ringing[position];
  const row = useStore(inbox, ({ rows }) => rows.find((candidate) => candidate.contactId === contactId));
  // The list knows who it is already; what only the contact's record knows comes a moment later.
  const contact = details?.contact ?? (row === undefined ? null : { id: contactId, name: row.name, phone: row.phone });
  useMarkRead(contactId, row !== undefined && row.unread + row.missed > 0, row?.unplayed ?? 0);

  return (
    <section aria-label={t('conversation.label')} className={styles.conversation}>
      {contact === null ? (
        <div className={styles.header}>
          {failure === null ? <Skeleton label={t('conversation.loading')} rows={1} /> : null}
        </div>
      ) : (
        <ConversationHeader contact={contact} details={details} />
      )}
      <div className={styles.banner}>
        {call === undefined ? null : <IncomingCard key={call.id} call={call} shape="banner" position={position} />}
        <Stage contactId={contactId} />
      </div>
      <div className={styles.body}>
        {contact === null ? null : <Timeline contact={contact} />}
        {details === null ? null : <Composer details={details} />}
        {failure === null ? null : <LoadFailure failure={failure} onRetry={() => contacts.refresh([contactId])} />}
      </div>
      {details === null ? null : <ContactPanel details={details} open={panelOpen} />}
    </section>
  );
}

/**
 * Takes the marks off when the conversation is opened, and later ones as soon as somebody is at the window.
 * @param marked something in it is unread or missed
 * @param unplayed notes; one that cannot be played is done with once somebody has looked
 */
function useMarkRead(contactId: string, marked: boolean, unplayed: number): void {
  const { markRead } = useActions();
  useEffect(() => {
    if (!marked && unplayed === 0) return;
    const controller = new AbortController();
    const look = (): void => {
      if (document.visibilityState !== 'visible') return;
      markRead(contactId);
      // What can be played stays as it is however often one looks.
      if (!marked) controller.abort();
    };
    if (document.hasFocus()) look();
    for (const event of ['focus', 'pointerdown', 'keydown']) {
      window.addEventListener(event, look, { signal: controller.signal });
    }
    return () => controller.abort();
  }, [contactId, marked, unplayed, markRead]);
}
