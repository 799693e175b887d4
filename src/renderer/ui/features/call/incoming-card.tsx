import { Phone, PhoneIncoming, PhoneOff, Video } from 'lucide-react';
import { useId, useRef } from 'react';
import type { CallView } from '#shared/contracts/session.ts';
import { Avatar } from '../../components/avatar.tsx';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { PhoneNumber } from '../../components/phone-number.tsx';
import { formatDuration } from '../../format/durations.ts';
import { useActions, useSession, useWindowState } from '../../hooks/use-model.ts';
import { useNow } from '../../hooks/use-now.ts';
import { usePainted } from '../../hooks/use-painted.ts';
import { usePointerGuard } from '../../hooks/use-pointer-guard.ts';
import { useT } from '../../i18n/context.tsx';
import { routeHref } from '../../state/route.ts';
import { activeCall } from '../../state/session.ts';
import styles from './incoming-card.module.css';
import { refusalText } from './refusal-text.ts';

export interface IncomingCardProps {
  readonly call: CallView;
  /** `card`: the call that has waited longest. `line`: the others. `banner`: under the name of the contact's own conversation, so without it. */
  readonly shape: 'card' | 'line' | 'banner';
  /** Among those that are calling, from 0; the shortcuts reach the first. */
  readonly position: number;
  /** Where it is said, for all that are waiting, why they cannot be answered; absent: the card says it itself. */
  readonly sharedReasonId?: string | undefined;
}

/** Somebody is calling. It takes no focus, and does not take a click that was meant for what it covers. */
export function IncomingCard({ call, shape, position, sharedReasonId }: IncomingCardProps) {
  const t = useT();
  const { answer, decline } = useActions();
  const { answeredByKey } = useWindowState();
  const article = useRef<HTMLElement>(null);
  const ownReasonId = useId();
  const activeId = useSession((session) => activeCall(session)?.id ?? '');
  const guarded = usePointerGuard(article, `${shape} ${position} ${activeId}`);
  usePainted(() => performance.mark(`cornetta:ring:${call.id}`));

  const first = position === 0;
  const refused = call.refusal !== null;
  const iconOnly = shape === 'line';
  const isBanner = shape === 'banner';
  return (
    <article
      ref={article}
      aria-label={t('call.incomingFrom', { name: call.name })}
      className={classNames(styles.incoming, styles[shape], refused && styles.waiting)}
    >
      {isBanner ? (
        <Icon of={call.kind === 'video' ? Video : PhoneIncoming} size={18} className={styles.icon} />
      ) : (
        <Avatar id={call.contactId} name={call.name} size={iconOnly ? 'small' : 'medium'} ringing={!refused} />
      )}
      <div className={styles.who}>
        {isBanner ? <p className={styles.kind}>{t(`call.${call.kind}`)}</p> : <Caller call={call} />}
        <p className={styles.detail}>
          {call.kind === 'video' && !isBanner ? <Icon of={Video} size={14} /> : null}
          {shape !== 'card' ? (
            <WaitingTime call={call} />
          ) : call.phone === null ? (
            t(`call.${call.kind}`)
          ) : (
            <PhoneNumber number={call.phone} />
          )}
        </p>
        {call.refusal === null || sharedReasonId !== undefined ? null : (
          <p id={ownReasonId} className={styles.reason}>
            {refusalText(call.refusal, t)}
          </p>
        )}
      </div>
      {shape !== 'card' ? null : <WaitingTime call={call} short />}
      <div className={styles.buttons}>
        <Button
          name={t('call.decline')}
          icon={PhoneOff}
          tone="end-quiet"
          small={isBanner}
          iconOnly={iconOnly}
          disabled={guarded}
          {...(first ? { shortcut: 'decline', tip: t('call.decline') } : {})}
          onClick={() => decline(call.id)}
        />
        <Button
          name={t('call.answer')}
          icon={Phone}
          tone={shape === 'line' ? 'answer-quiet' : 'answer'}
          small={isBanner}
          iconOnly={iconOnly}
          disabled={refused || guarded}
          aria-describedby={refused ? (sharedReasonId ?? ownReasonId) : undefined}
          {...(first ? { shortcut: 'answer', tip: t('call.answer') } : {})}
          onClick={(event) => {
            // 0: no click of a pointer.
            answeredByKey.current = event.detail === 0;
            answer(call.id);
          }}
        />
        {call.kind === 'video' && !iconOnly ? (
          <Button
            name={t('video.answerWithCamera')}
            icon={Video}
            tone="answer-quiet"
            small={isBanner}
            className={styles.withCamera}
            disabled={refused || guarded}
            aria-describedby={refused ? (sharedReasonId ?? ownReasonId) : undefined}
            {...(first ? { shortcut: 'answerCamera', tip: t('video.answerWithCamera') } : {})}
            onClick={(event) => {
              answeredByKey.current = event.detail === 0;
              answer(call.id, true);
            }}
          />
        ) : null}
      </div>
    </article>
  );
}

function Caller({ call }: { readonly call: CallView }) {
  const t = useT();
  return (
    <a
      className={styles.name}
      href={routeHref({ view: 'inbox', contactId: call.contactId })}
      data-tip={t('call.openConversation')}
      draggable={false}
    >
      {call.name}
    </a>
  );
}

/** @param short only the figure for the eye; the words are for screen readers */
function WaitingTime({ call, short = false }: { readonly call: CallView; readonly short?: boolean }) {
  const t = useT();
  const now = useNow(1000, call.startedAt);
  const time = formatDuration(now - call.startedAt);
  const words = call.refusal === null ? t('call.ringingFor', { time }) : t('call.waitingFor', { time });
  if (!short) return <span>{words}</span>;
  return (
    <p className={styles.time}>
      <span aria-hidden="true">{time}</span>
      <span className="visually-hidden">{words}</span>
    </p>
  );
}
