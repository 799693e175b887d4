import { useEffect, useRef } from 'react';
import type { PictureOf } from '#shared/contracts/pictures.ts';
import { classNames } from '../components/class-names.ts';
import { useModel } from '../hooks/use-model.ts';
import { useStore } from '../state/store.ts';
import { canvasScreen } from './canvas-screen.ts';
import styles from './picture.module.css';

export interface PictureProps {
  readonly of: PictureOf;
  /** What is to be seen, for those who do not see it. */
  readonly label: string;
  readonly className?: string | undefined;
}

/** A moving picture as large as its place; hidden while there is none. One's own is mirrored: that is how one knows oneself. */
export function Picture({ of, label, className }: PictureProps) {
  const { pictures } = useModel();
  const canvas = useRef<HTMLCanvasElement>(null);
  const there = useThere(of);
  useEffect(
    () => (canvas.current === null ? undefined : pictures.show(of, canvasScreen(canvas.current))),
    [pictures, of],
  );
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={label}
      hidden={!there}
      className={classNames(styles.picture, of === 'own' && styles.mirrored, className)}
    />
  );
}

/** Whether a picture can be seen now. */
export const useThere = (of: PictureOf): boolean => useStore(useModel().pictures.there[of], identity);

const identity = <Value,>(value: Value): Value => value;
