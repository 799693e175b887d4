import { Copy, CopyCheck, PhoneIncoming, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useState } from 'react';
import type { ContactEvent } from '#shared/contracts/records.ts';
import type { ContactDetails } from '#shared/contracts/ui-replies.ts';
import { permissionOf } from '#shared/domain/rules/permission-of.ts';
import { Avatar } from '../../components/avatar.tsx';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { copyText } from '../../components/copy-text.ts';
import { eventLooks } from '../../components/event-icons.ts';
import { Icon } from '../../components/icon.tsx';
import { PhoneNumber } from '../../components/phone-number.tsx';
import { useModel, useSession, useWindowState } from '../../hooks/use-model.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useLanguage, useT } from '../../i18n/context.tsx';
import { permissionText } from '../../i18n/rule-words.ts';
import { openOf } from '../../state/follow-ups.ts';
import { useStore } from '../../state/store.ts';
import styles from './contact-panel.module.css';
import { eventText } from './event-text.ts';
import { useServiceWindow } from './service-window.ts';

const minuteMs = 60_000;
const eventsShown = 20;

export interface ContactPanelProps {
  readonly details: ContactDetails;
  /** Only where the panel is a drawer; with room for it, it always stands. */
  readonly open: boolean;
}

export function ContactPanel({ details, open }: ContactPanelProps) {
  const t = useT();
  const { contactOpen } = useWindowState();
  const { contact } = details;
  const close = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && open) contactOpen.set(false);
  };
  return (
    <section
      aria-label={t('conversation.contact')}
      className={classNames(styles.panel, open && styles.open)}
      onKeyDown={close}
    >
      <Button
        name={t('conversation.hideContact')}
        icon={X}
        iconOnly
        small
        tone="quiet"
        className={styles.close}
        onClick={() => contactOpen.set(false)}
      />
      <div className={styles.person}>
        <Avatar id={contact.id} name={contact.name} size="large" />
        <p className={styles.name}>{contact.name}</p>
      </div>
      <dl className={styles.facts}>
        <Fact term={t('contact.phone')}>
          {contact.phone === null ? t('contact.noPhone') : <CopyableNumber number={contact.phone} />}
        </Fact>
        <Fact term={t('contact.messages')}>
          <MessageWindow details={details} />
        </Fact>
        <CallPermission contactId={contact.id} />
        <MissedCalls contactId={contact.id} />
      </dl>
      <h3 className={styles.heading}>{t('contact.events')}</h3>
      <Events contactId={contact.id} />
    </section>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt className={styles.term}>{term}</dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  );
}

function MessageWindow({ details }: { readonly details: ContactDetails }) {
  const { t, dates } = useLanguage();
  const callsOnly = useSession((session) => session.workspace.mode === 'pbx');
  const { open, now } = useServiceWindow(details);
  const until = details.serviceWindowUntil;
  if (callsOnly) return t('contact.notHere');
  return !open || until === null ? t('contact.closed') : t('contact.open', { time: dates.until(until, now) });
}

/** Nothing where nobody has to be asked. */
function CallPermission({ contactId }: { readonly contactId: string }) {
  const language = useLanguage();
  const { callings } = useModel();
  const { details: facts } = useStore(callings.of(contactId), (state) => state);
  const local = useNow(minuteMs);
  if (facts === null || facts.state === null) return null;
  const now = local + facts.clockAheadMs;
  return (
    <Fact term={language.t('call.permission')}>{permissionText(permissionOf(facts.state, now), language, now)}</Fact>
  );
}

/** What the team still owes the contact. That somebody has seen a missed call does not settle it. Nothing where nobody keeps such a list. */
function MissedCalls({ contactId }: { readonly contactId: string }) {
  const t = useT();
  const { followUps } = useModel();
  const isKept = useSession((session) => session.followUps !== null);
  const { rows, loaded } = useStore(followUps, (state) => state);
  useEffect(() => {
    if (isKept) followUps.load();
  }, [isKept, followUps]);
  if (!isKept || !loaded) return null;
  const open = openOf(rows, contactId);
  return (
    <Fact term={t('contact.missed')}>
      {open === undefined ? (
        t('contact.noneMissed')
      ) : (
        <span className={styles.missed}>{t('contact.toFollowUp', { count: open.times })}</span>
      )}
    </Fact>
  );
}

const copiedMs = 2000;

function CopyableNumber({ number }: { readonly number: string }) {
  const t = useT();
  const { announcer } = useModel();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), copiedMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = (): void => {
    if (!copyText(number)) return;
    setCopied(true);
    announcer.say(t('contact.copied'));
  };
  return (
    <span className={styles.number}>
      <PhoneNumber number={number} />
      <Button
        name={t('contact.copy')}
        icon={copied ? CopyCheck : Copy}
        iconOnly
        small
        tone="quiet"
        tip={copied ? t('contact.copied') : t('contact.copy')}
        onClick={copy}
      />
    </span>
  );
}

/** The newest calls and permissions of what has been loaded of the conversation. */
function Events({ contactId }: { readonly contactId: string }) {
  const { t, dates } = useLanguage();
  const { timelines } = useModel();
  const now = useNow(minuteMs);
  const { rows } = useStore(timelines.of(contactId), (state) => state);
  const events = useMemo(() => rows.filter(isEvent).slice(0, eventsShown), [rows]);
  if (events.length === 0) {
    return (
      <p className={styles.none}>
        <Icon of={PhoneIncoming} size={16} />
        {t('contact.noEvents')}
      </p>
    );
  }
  return (
    <ul className={styles.events}>
      {events.map((event) => {
        const { icon, tone } = eventLooks[event.type];
        return (
          <li key={event.id} className={styles.event}>
            <Icon of={icon} size={16} className={styles[tone]} />
            <span>
              {eventText(event, t)}
              <span className={styles.when}>{dates.dayAndTime(event.at, now)}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

const isEvent = <Entry extends { readonly entry: string }>(
  entry: Entry,
): entry is Entry & ContactEvent & { entry: 'event' } => entry.entry === 'event';
