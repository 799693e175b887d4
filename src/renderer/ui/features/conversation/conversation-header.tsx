import { ArrowLeft, Clock3, PanelRight } from 'lucide-react';
import type { Contact } from '#shared/contracts/records.ts';
import type { ContactDetails } from '#shared/contracts/ui-replies.ts';
import { Avatar } from '../../components/avatar.tsx';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { PhoneNumber } from '../../components/phone-number.tsx';
import { useModel, useSession, useWindowState } from '../../hooks/use-model.ts';
import { useLanguage, useT } from '../../i18n/context.tsx';
import { useStore } from '../../state/store.ts';
import { toggle } from '../../state/window-state.ts';
import { PlaceCall } from '../calling/place-call.tsx';
import styles from './conversation-header.module.css';
import { useServiceWindow } from './service-window.ts';

export interface ConversationHeaderProps {
  readonly contact: Contact;
  /** null: not known yet. */
  readonly details: ContactDetails | null;
}

export function ConversationHeader({ contact, details }: ConversationHeaderProps) {
  const t = useT();
  const { router } = useModel();
  const { contactOpen } = useWindowState();
  const open = useStore(contactOpen, (value) => value);
  return (
    <header className={styles.header}>
      <Button
        name={t('conversation.back')}
        icon={ArrowLeft}
        iconOnly
        tone="quiet"
        className={styles.back}
        onClick={() => router.go({ view: 'inbox', contactId: null })}
      />
      <Avatar id={contact.id} name={contact.name} />
      <div className={styles.who}>
        <h2 className={styles.name} data-tip-clipped="">
          {contact.name}
        </h2>
        <p className={styles.facts}>
          {contact.phone === null ? null : (
            <span className={styles.number}>
              <PhoneNumber number={contact.phone} />
            </span>
          )}
          {details === null ? null : <ServiceWindow details={details} />}
        </p>
      </div>
      <PlaceCall contact={contact} />
      <Button
        name={open ? t('conversation.hideContact') : t('conversation.showContact')}
        icon={PanelRight}
        iconOnly
        tone="quiet"
        aria-expanded={open}
        className={classNames(styles.panel, open && styles.open)}
        onClick={() => toggle(contactOpen)}
      />
    </header>
  );
}

/** Until when free-form messages may be sent; says nothing where the workspace has no such rule. */
function ServiceWindow({ details }: { readonly details: ContactDetails }) {
  const { t, dates } = useLanguage();
  const callsOnly = useSession((session) => session.workspace.mode === 'pbx');
  const { open, now } = useServiceWindow(details);
  const until = details.serviceWindowUntil;
  if (callsOnly) return null;
  return (
    <span className={classNames(styles.window, !open && styles.closed)}>
      <Icon of={Clock3} size={14} />
      {open && until !== null
        ? t('conversation.window', { time: dates.until(until, now) })
        : t('conversation.windowClosed')}
    </span>
  );
}
