import { ChevronDown, Phone, Video } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { CallKind } from '#shared/contracts/identifiers.ts';
import type { Contact } from '#shared/contracts/records.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { useActions, useModel, useSession, useWindowState } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { isWorthAStop } from '../../i18n/rule-words.ts';
import { activeCall } from '../../state/session.ts';
import { CallChoices } from './call-choices.tsx';
import { moveInMenu } from './menu-keys.ts';
import styles from './place-call.module.css';
import { useCalling } from './use-calling.ts';
import { useEarlyTap } from './use-early-tap.ts';

/**
 * "Call" calls at once where there is nothing to say. Otherwise, or by the small button beside it, it opens what is to be known: permission,
 * price, warnings, why not and when again.
 */
export function PlaceCall({ contact }: { readonly contact: Contact }) {
  const t = useT();
  const { placeToContact, requestPermission } = useActions();
  const { callings } = useModel();
  const { callButton } = useWindowState();
  const hasVideo = useSession((session) => session.workspace.video);
  const busy = useSession((session) => activeCall(session) !== null);
  const hasRules = useSession((session) => session.workspace.mode !== 'pbx');
  const calling = useCalling(contact.id);
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLElement | null>(null);
  const reasonId = useId();
  const isOpen = open && calling !== null;
  const reason = busy ? t('refusal.busy') : null;

  useEffect(() => {
    callButton.current = place.current?.querySelector('button') ?? null;
    return () => {
      callButton.current = null;
    };
  }, [callButton]);
  useEffect(() => {
    if (!isOpen) return;
    menu.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && place.current?.contains(event.target) !== true) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [isOpen]);

  // What was chosen may be gone by its own effect, and the focus with it: the keys must still reach the menu.
  useEffect(() => {
    if (isOpen && document.activeElement === document.body)
      menu.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
  });

  const show = (): void => {
    opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    callings.refresh([contact.id]);
    setOpen(true);
  };
  const close = (): void => {
    setOpen(false);
    opener.current?.focus();
  };
  const judged = (kind: CallKind): void => {
    const verdict = calling?.judge.judgeCall(calling.facts, Date.now());
    if (verdict === undefined || (verdict.allowed && !verdict.warnings.some(isWorthAStop)))
      placeToContact(contact.id, kind);
    else show();
  };
  const tapEarly = useEarlyTap(contact.id, calling !== null, judged);
  const call = (kind: CallKind = 'voice'): void => {
    if (isOpen) {
      close();
      return;
    }
    if (calling === null && hasRules) tapEarly(kind);
    else judged(kind);
  };

  return (
    <div ref={place} className={styles.place}>
      <Button
        name={t('call.place')}
        icon={Phone}
        tone="answer-quiet"
        shortcut="call"
        tip={reason ?? t('call.place')}
        disabled={reason !== null}
        aria-describedby={reason === null ? undefined : reasonId}
        className={classNames((hasVideo || calling !== null) && styles.main)}
        onClick={() => call()}
      />
      {hasVideo ? (
        <Button
          name={t('call.video')}
          icon={Video}
          iconOnly
          tone="answer-quiet"
          tip={reason ?? t('call.video')}
          disabled={reason !== null}
          aria-describedby={reason === null ? undefined : reasonId}
          className={classNames(styles.more, calling !== null && styles.main)}
          onClick={() => call('video')}
        />
      ) : null}
      {calling === null ? null : (
        <Button
          name={t('call.menu')}
          icon={ChevronDown}
          iconOnly
          tone="answer-quiet"
          aria-haspopup="menu"
          aria-expanded={isOpen}
          className={styles.more}
          onClick={() => (isOpen ? close() : show())}
        />
      )}
      <span id={reasonId} hidden>
        {reason}
      </span>
      {isOpen ? (
        <div
          ref={menu}
          role="dialog"
          aria-label={t('call.menu')}
          className={styles.popover}
          onBlur={(event) => {
            if (event.relatedTarget !== null && !place.current?.contains(event.relatedTarget)) setOpen(false);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              event.preventDefault();
              event.stopPropagation();
              close();
            } else moveInMenu(event, menu.current);
          }}
        >
          <CallChoices
            facts={calling.facts}
            judge={calling.judge}
            label={t('call.menuOf', { name: contact.name })}
            obstacle={reason}
            onCall={() => {
              close();
              placeToContact(contact.id);
            }}
            onVideoCall={
              hasVideo
                ? () => {
                    close();
                    placeToContact(contact.id, 'video');
                  }
                : undefined
            }
            onRequest={() => requestPermission(contact.id)}
          />
        </div>
      ) : null}
    </div>
  );
}
