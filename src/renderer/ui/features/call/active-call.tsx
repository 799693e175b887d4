import { useEffect, useRef } from 'react';
import type { CallView } from '#shared/contracts/session.ts';
import { Avatar } from '../../components/avatar.tsx';
import { classNames } from '../../components/class-names.ts';
import { PhoneNumber } from '../../components/phone-number.tsx';
import { formatDuration, isoDuration } from '../../format/durations.ts';
import { useModel, useSession, useWindowState } from '../../hooks/use-model.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useLanguage, useT } from '../../i18n/context.tsx';
import { routeHref } from '../../state/route.ts';
import { activeCall, isConnected } from '../../state/session.ts';
import { useStore } from '../../state/store.ts';
import styles from './active-call.module.css';
import { CallControls } from './call-controls.tsx';
import { costSoFar } from './call-price.ts';
import { CallStatus } from './call-status.tsx';
import { Keypad } from './keypad.tsx';
import { Meters } from './meters.tsx';

/** The call in hand, docked at the left on every page. Everything it shows is what main says. */
export function ActiveCall() {
  const call = useSession(activeCall);
  return call === null ? null : <Docked key={call.id} call={call} />;
}

function Docked({ call }: { readonly call: CallView }) {
  const t = useT();
  const { keypadOpen, answeredByKey } = useWindowState();
  const section = useRef<HTMLElement>(null);
  const keypad = useStore(keypadOpen, (open) => open) && isConnected(call);
  // The keypad belongs to one call: the next one starts without it.
  useEffect(() => () => keypadOpen.set(false), [keypadOpen]);
  useEffect(() => {
    if (answeredByKey.current) section.current?.focus();
    answeredByKey.current = false;
  }, [answeredByKey]);
  return (
    <section
      ref={section}
      tabIndex={-1}
      aria-label={t('call.active')}
      className={classNames(styles.call, call.phase === 'held' && styles.held)}
    >
      <header className={styles.header}>
        <Avatar id={call.contactId} name={call.name} />
        <div className={styles.who}>
          <h2 className={styles.name} data-tip-clipped="">
            <a href={routeHref({ view: 'inbox', contactId: call.contactId })} draggable={false}>
              {call.name}
            </a>
          </h2>
          <p className={styles.number}>
            {call.phone === null ? t(`call.${call.kind}`) : <PhoneNumber number={call.phone} />}
          </p>
        </div>
        {call.answeredAt === null ? null : (
          <div className={styles.meter}>
            <Timer since={call.answeredAt} />
            <Cost call={call} since={call.answeredAt} />
          </div>
        )}
      </header>
      <CallStatus call={call} />
      {isConnected(call) && !keypad ? <Meters call={call} /> : null}
      <CallControls call={call} keypad={keypad} />
      {keypad ? <Keypad callId={call.id} /> : null}
    </section>
  );
}

function Timer({ since }: { readonly since: number }) {
  const t = useT();
  const now = useNow(1000, since);
  return (
    <div role="timer" aria-label={t('call.duration')} className={styles.timer}>
      <time dateTime={isoDuration(now - since)}>{formatDuration(now - since)}</time>
    </div>
  );
}

/** Nothing in a workspace without prices (PBX). */
function Cost({ call, since }: { readonly call: CallView; readonly since: number }) {
  const language = useLanguage();
  const { callings } = useModel();
  const { details: facts } = useStore(callings.of(call.contactId), (state) => state);
  const now = useNow(1000, since);
  const text = facts === null ? null : costSoFar(call, facts, now, language);
  return text === null ? null : <p className={styles.cost}>{text}</p>;
}
