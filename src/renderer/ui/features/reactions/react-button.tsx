import { SmilePlus } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import type { CallView } from '#shared/contracts/session.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { stepAmong } from '../../components/step-among.ts';
import { useActions, useWindowState } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { useStore } from '../../state/store.ts';
import { toggle } from '../../state/window-state.ts';
import styles from './react-button.module.css';
import { offeredReactions, reactionNames } from './reaction-words.ts';

export interface ReactButtonProps {
  readonly call: CallView;
  readonly small?: boolean;
  /** The edge of the button that the row begins at. */
  readonly align?: 'start' | 'end';
}

/** Six answers without a word; only where the far end takes them. */
export function ReactButton({ call, small = false, align = 'start' }: ReactButtonProps) {
  const t = useT();
  const { reactionsOpen } = useWindowState();
  const usable = call.reactions && call.phase === 'active';
  const open = useStore(reactionsOpen, (value) => value) && usable;
  const button = useRef<HTMLButtonElement>(null);
  const rowId = useId();
  if (!call.reactions) return null;
  const close = (): void => {
    reactionsOpen.set(false);
    button.current?.focus();
  };
  return (
    <div className={styles.place}>
      <Button
        ref={button}
        name={t('reactions.open')}
        icon={SmilePlus}
        iconOnly
        small={small}
        shortcut="react"
        aria-expanded={open}
        aria-controls={open ? rowId : undefined}
        disabled={!usable}
        onClick={() => toggle(reactionsOpen)}
      />
      {open ? <Row id={rowId} call={call} align={align} onClose={close} opener={button} /> : null}
    </div>
  );
}

interface RowProps {
  readonly id: string;
  readonly call: CallView;
  readonly align: 'start' | 'end';
  readonly onClose: () => void;
  readonly opener: { readonly current: HTMLElement | null };
}

/** Arrow keys go along it, figures choose, Escape closes. It stays open: whoever laughs does so more than once. */
function Row({ id, call, align, onClose, opener }: RowProps) {
  const t = useT();
  const { react } = useActions();
  const { reactionsOpen } = useWindowState();
  const row = useRef<HTMLDivElement>(null);
  const buttons = (): readonly Element[] => [...(row.current?.children ?? [])];

  useEffect(() => {
    row.current?.querySelector('button')?.focus();
  }, []);
  useEffect(() => {
    const outside = ({ target }: PointerEvent): void => {
      if (!(target instanceof Node) || row.current?.contains(target) || opener.current?.contains(target)) return;
      reactionsOpen.set(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [reactionsOpen, opener]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const chosen = offeredReactions[Number(event.key) - 1];
    if (event.key === 'Escape') onClose();
    else if (chosen !== undefined) react(call.id, chosen);
    else {
      const focused = document.activeElement === null ? -1 : buttons().indexOf(document.activeElement);
      const next = stepAmong(event.key, focused, offeredReactions.length);
      const target = next === null ? undefined : buttons()[next];
      if (!(target instanceof HTMLElement)) return;
      target.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={row}
      id={id}
      role="toolbar"
      aria-label={t('reactions.row')}
      className={classNames(styles.row, styles[align])}
      onKeyDown={onKeyDown}
    >
      {offeredReactions.map((reaction, index) => (
        <button
          key={reaction}
          type="button"
          tabIndex={index === 0 ? 0 : -1}
          aria-label={t(`reactions.${reactionNames[reaction]}`)}
          data-tip={t(`reactions.${reactionNames[reaction]}`)}
          data-tip-keys={String(index + 1)}
          className={styles.reaction}
          onClick={() => react(call.id, reaction)}
        >
          <span aria-hidden="true">{reaction}</span>
        </button>
      ))}
    </div>
  );
}
