import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { CallView } from '#shared/contracts/session.ts';
import { classNames } from '../../components/class-names.ts';
import { Toasts } from '../../components/toasts.tsx';
import { useSession, useWindowState } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { activeCall, ringingCalls } from '../../state/session.ts';
import { useStore } from '../../state/store.ts';
import { CameraButton, EndButton, HoldButton, MuteButton, RecordButton } from '../call/call-buttons.tsx';
import { CallStatus } from '../call/call-status.tsx';
import { CallTimer } from '../call/call-timer.tsx';
import { ReactButton } from '../reactions/react-button.tsx';
import { CallPicture, FullScreenButton } from './call-picture.tsx';
import styles from './full-view.module.css';

/** A hand that rests so long looks at the picture. */
const restMs = 3000;

/** The video call in all of the window, while the agent wants it so. What concerns the call is here, too; the rest of the window waits behind it. */
export function FullView() {
  const { fullScreen } = useWindowState();
  const full = useStore(fullScreen, (value) => value);
  const call = useSession(activeCall);
  const shown = full && call !== null && call.pictures !== null;
  // It belongs to one call: the next one begins in its place.
  useEffect(() => {
    if (full && !shown) fullScreen.leave();
  }, [full, shown, fullScreen]);
  return shown ? <Filled call={call} onLeave={fullScreen.leave} /> : null;
}

function Filled({ call, onLeave }: { readonly call: CallView; readonly onLeave: () => void }) {
  const t = useT();
  const { fullScreenButton } = useWindowState();
  const section = useRef<HTMLElement>(null);
  const awake = useAwake();
  const waiting = useSession(ringingCalls).length;
  useEffect(() => {
    const before = document.activeElement;
    section.current?.focus();
    return () => {
      // The buttons of the pictures that it was called from went with them; those of the pictures that come back stand for them.
      const isThere = before instanceof HTMLElement && before !== document.body && before.isConnected;
      (isThere ? before : fullScreenButton.current)?.focus();
    };
  }, [fullScreenButton]);
  // Wherever the keyboard is: a button that had it may have been disabled meanwhile.
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const isForDialog = event.target instanceof Element && event.target.closest('dialog') !== null;
    if (event.key !== 'Escape' || event.defaultPrevented || isForDialog) return;
    event.preventDefault();
    onLeave();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKeyDown(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
  return (
    <section
      ref={section}
      tabIndex={-1}
      aria-label={t('video.fullView')}
      className={classNames(styles.full, !awake && styles.resting)}
    >
      <CallPicture call={call} place="full" />
      <div className={classNames(styles.head, styles.fading)}>
        <div className={styles.who}>
          <h2 className={styles.name}>{call.name}</h2>
          {call.answeredAt === null ? null : <CallTimer since={call.answeredAt} className={styles.timer} />}
        </div>
        <CallStatus call={call} />
        {waiting === 0 ? null : <p className={styles.waiting}>{t('call.waiting', { count: waiting })}</p>}
      </div>
      <div className={classNames(styles.bar, styles.fading)}>
        <MuteButton call={call} />
        <HoldButton call={call} />
        <CameraButton call={call} />
        <RecordButton call={call} />
        <ReactButton call={call} />
        <FullScreenButton />
        <EndButton call={call} className={styles.end} />
      </div>
      <Toasts />
    </section>
  );
}

/** Whether somebody has moved the pointer or pressed a key just now. */
function useAwake(): boolean {
  const [awake, setAwake] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const wake = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => setAwake(false), restMs);
      setAwake(true);
    };
    const controller = new AbortController();
    for (const event of ['pointermove', 'pointerdown', 'keydown', 'focusin'])
      window.addEventListener(event, wake, { signal: controller.signal, passive: true });
    wake();
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, []);
  return awake;
}
