import { Check, CheckCheck, CircleAlert, Clock3, type LucideIcon, RotateCw, Trash2 } from 'lucide-react';
import type { Message, MessageStatus } from '#shared/contracts/records.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { findLinks } from '../../format/links.ts';
import { useModel } from '../../hooks/use-model.ts';
import { useLanguage, useT } from '../../i18n/context.tsx';
import type { PendingMessage } from '../../state/outbox.ts';
import styles from './message-bubble.module.css';

const statusIcons: Readonly<Record<MessageStatus, LucideIcon>> = {
  sending: Clock3,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
  failed: CircleAlert,
};

export interface MessageBubbleProps {
  readonly message: Message;
  readonly follows: boolean;
  readonly pending: PendingMessage | null;
  readonly author: string;
}

export function MessageBubble({ message, follows, pending, author }: MessageBubbleProps) {
  const { t, dates } = useLanguage();
  const out = message.direction === 'out';
  return (
    <div className={classNames(styles.message, out ? styles.out : styles.in, follows && styles.follows)}>
      <div className={styles.bubble}>
        <p className={styles.text}>
          <span className="visually-hidden">{out ? t('call.you') : author}: </span>
          {findLinks(message.text).map(({ text, href, start }) =>
            href === null ? (
              text
            ) : (
              <a key={start} href={href} target="_blank" rel="noreferrer" className={styles.link}>
                {text}
              </a>
            ),
          )}
        </p>
        <p className={styles.meta}>
          <time dateTime={new Date(message.at).toISOString()}>{dates.time(message.at)}</time>
          {out ? <Status status={message.status} /> : null}
        </p>
      </div>
      {message.status === 'failed' && out ? <Failed message={message} pending={pending} /> : null}
    </div>
  );
}

function Status({ status }: { readonly status: MessageStatus }) {
  const t = useT();
  return (
    <span className={classNames(styles.status, styles[status])} data-tip={t(`conversation.${status}`)}>
      <Icon of={statusIcons[status]} size={16} />
      <span className="visually-hidden">{t(`conversation.${status}`)}</span>
    </span>
  );
}

function Failed({ message, pending }: { readonly message: Message; readonly pending: PendingMessage | null }) {
  const t = useT();
  const { outbox } = useModel();
  return (
    <div className={styles.failed}>
      <p>
        {t('conversation.failed')}
        {pending?.refusal === null || pending === null ? '' : ` · ${t(`error.${pending.refusal}`)}`}
      </p>
      <Button name={t('conversation.retry')} icon={RotateCw} small onClick={() => outbox.retry(message)} />
      {pending === null ? null : (
        <Button
          name={t('conversation.discard')}
          icon={Trash2}
          small
          tone="quiet"
          onClick={() => outbox.discard(message.id)}
        />
      )}
    </div>
  );
}
