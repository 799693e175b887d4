import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import type { CallView } from '#shared/contracts/session.ts';
import { classNames } from '../../components/class-names.ts';
import { useWindowState } from '../../hooks/use-model.ts';
import { useShortcutProps } from '../../hooks/use-shortcut-props.ts';
import { useT } from '../../i18n/context.tsx';
import { Picture } from '../../pictures/picture.tsx';
import { isCameraOn } from '../../state/session.ts';
import { useStore } from '../../state/store.ts';
import { cornerAfter, cornerByKey, cornerNear } from './corners.ts';
import styles from './own-picture.module.css';

export interface OwnPictureProps {
  readonly call: CallView;
  readonly small: boolean;
  readonly speaking: boolean;
}

/** Farther than this, the hand has moved it and not pressed it. */
const dragPx = 6;

/** What the contact sees of the agent. It can be put into another corner: pulled there, by arrow keys, or pressed until it is out of the way. */
export function OwnPicture({ call, small, speaking }: OwnPictureProps) {
  const t = useT();
  const { ownCorner } = useWindowState();
  const corner = useStore(ownCorner, (value) => value);
  const start = useRef<{ readonly x: number; readonly y: number } | null>(null);
  const tip = useShortcutProps(undefined, t('video.move'));
  if (!isCameraOn(call) || call.phase === 'held') return null;

  const place = (event: PointerEvent<HTMLButtonElement>, x: number, y: number): void => {
    event.currentTarget.style.translate = x === 0 && y === 0 ? '' : `${x}px ${y}px`;
  };
  const pull = (event: PointerEvent<HTMLButtonElement>): void => {
    if (start.current !== null) place(event, event.clientX - start.current.x, event.clientY - start.current.y);
  };
  const drop = (event: PointerEvent<HTMLButtonElement>): void => {
    const from = start.current;
    start.current = null;
    place(event, 0, 0);
    const frame = event.currentTarget.parentElement?.getBoundingClientRect();
    if (from === null || frame === undefined) return;
    if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > dragPx)
      ownCorner.set(cornerNear({ x: event.clientX - frame.left, y: event.clientY - frame.top }, frame));
    else ownCorner.set(cornerAfter(corner));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = cornerByKey(event.key, corner);
    if (next === null) return;
    event.preventDefault();
    ownCorner.set(next);
  };

  return (
    <button
      type="button"
      aria-label={t('video.move')}
      {...tip}
      className={classNames(styles.own, styles[corner], small && styles.small, speaking && styles.speaking)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, y: event.clientY };
      }}
      onPointerMove={pull}
      onPointerUp={drop}
      onPointerCancel={(event) => {
        start.current = null;
        place(event, 0, 0);
      }}
      onClick={(event) => {
        // A pointer's press is told by its end; this is the keyboard's, or a screen reader's.
        if (event.detail === 0) ownCorner.set(cornerAfter(corner));
      }}
      onKeyDown={onKeyDown}
    >
      <Picture of="own" label={t('video.own')} className={styles.picture} />
    </button>
  );
}
