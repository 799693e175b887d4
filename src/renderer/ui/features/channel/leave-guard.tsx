import { useEffect, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { useModel } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import type { Route } from '../../state/route.ts';
import styles from './leave-guard.module.css';

export interface LeaveGuardProps {
  readonly isActive: boolean;
  /** What was edited is given up. */
  readonly onLeave: () => void;
}

/** Asks before another view takes the place of something that is not saved. A ringing call is answered from here as well, so nothing waits for it. */
export function LeaveGuard({ isActive, onLeave }: LeaveGuardProps) {
  const t = useT();
  const { router } = useModel();
  const [wanted, setWanted] = useState<Route | null>(null);
  const lift = useRef(() => {});
  useEffect(() => {
    if (!isActive) return;
    lift.current = router.guard((next) => {
      setWanted(next);
      return false;
    });
    return lift.current;
  }, [isActive, router]);
  if (wanted === null) return null;
  return (
    <Dialog
      onStay={() => setWanted(null)}
      onLeave={() => {
        setWanted(null);
        lift.current();
        onLeave();
        router.go(wanted);
      }}
      title={t('channel.leaveTitle')}
    />
  );
}

interface DialogProps {
  readonly title: string;
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

function Dialog({ title, onStay, onLeave }: DialogProps) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog ref={dialog} aria-label={title} className={styles.dialog} onCancel={onStay}>
      <h2 className={styles.title}>{title}</h2>
      <p>{t('channel.leaveText')}</p>
      <div className={styles.buttons}>
        <Button name={t('channel.stay')} tone="accent" onClick={onStay} />
        <Button name={t('channel.leave')} tone="end-quiet" onClick={onLeave} />
      </div>
    </dialog>
  );
}
