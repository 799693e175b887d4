import { useEffect, useRef } from 'react';
import type { CallView } from '#shared/contracts/session.ts';
import { Avatar } from '../../components/avatar.tsx';
import { classNames } from '../../components/class-names.ts';
import { PhoneNumber } from '../../components/phone-number.tsx';
import { useModel, useRoute, useSession, useWindowState } from '../../hooks/use-model.ts';
import { useNow } from '../../hooks/use-now.ts';
import { type Speaking, useSpeaking } from '../../hooks/use-speaking.ts';
import { useLanguage, useT } from '../../i18n/context.tsx';
import type { Translate } from '../../i18n/translator.ts';
import { routeHref } from '../../state/route.ts';
import { activeCall, isConnected } from '../../state/session.ts';
import { useStore } from '../../state/store.ts';
import { ReactButton } from '../reactions/react-button.tsx';
import { ReactionFloats } from '../reactions/reaction-floats.tsx';
import { CallPicture, PictureButtons } from '../video/call-picture.tsx';
import styles from './active-call.module.css';
import { CallControls } from './call-controls.tsx';
import { costSoFar } from './call-price.ts';
import { CallStatus } from './call-status.tsx';
import { CallTimer } from './call-timer.tsx';
import { Keypad } from './keypad.tsx';
import { Meters } from './meters.tsx';

/** The call in hand, docked at the left on every page. Everything it shows is what main says. */
export function ActiveCall() {
  const call = useSession(activeCall);
  return call === null ? null : <Docked key={call.id} call={call} />;
}

function Docked({ call }: { readonly call: CallView }) {
  const t = useT();
  const { keypadOpen, reactionsOpen, answeredByKey } = useWindowState();
  const speaking = useSpeaking(call);
  const pictured = useIsPictured(call);
  const section = useRef<HTMLElement>(null);
  const keypad = useStore(keypadOpen, (open) => open) && isConnected(call);
  // They belong to one call: the next one starts without them.
  useEffect(
    () => () => {
      keypadOpen.set(false);
      reactionsOpen.set(false);
    },
    [keypadOpen, reactionsOpen],
  );
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
        <Avatar id={call.contactId} name={call.name} speaking={speaking.contact} />
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
            <CallTimer since={call.answeredAt} className={styles.timer} />
            <Cost call={call} since={call.answeredAt} />
          </div>
        )}
      </header>
      <CallStatus call={call} />
      <p className="visually-hidden">{speakingText(call, speaking, t)}</p>
      {pictured && !keypad ? (
        <CallPicture call={call} place="dock">
          <PictureButtons call={call} small />
        </CallPicture>
      ) : isConnected(call) && !keypad ? (
        <div className={styles.voices}>
          <Meters call={call} speaking={speaking} />
          {call.pictures === null ? <ReactButton call={call} align="end" /> : null}
        </div>
      ) : null}
      <CallControls call={call} keypad={keypad} />
      {keypad ? <Keypad callId={call.id} /> : null}
      {call.pictures === null ? <ReactionFloats call={call} /> : null}
    </section>
  );
}

/** The call's pictures stand here, small, while its conversation is not in sight and they do not fill the window. */
function useIsPictured({ pictures, contactId }: CallView): boolean {
  const route = useRoute();
  const { fullScreen } = useWindowState();
  const full = useStore(fullScreen, (value) => value);
  return pictures !== null && !full && !(route.view === 'inbox' && route.contactId === contactId);
}

/** To be read by whoever wants to know; announced it would never be silent. */
function speakingText({ name }: CallView, { agent, contact }: Speaking, t: Translate): string {
  if (agent && contact) return t('call.bothSpeaking');
  if (contact) return t('call.speaking', { name });
  return agent ? t('call.youSpeaking') : '';
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
