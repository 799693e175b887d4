import type { ReactNode } from 'react';
import { formatDuration } from '../format/durations.ts';
import { useT } from '../i18n/context.tsx';
import { classNames } from './class-names.ts';
import styles from './position-slider.module.css';

export interface PositionSliderProps {
  /** In seconds, as `total`. */
  readonly position: number;
  readonly total: number;
  readonly onSeek: (seconds: number) => void;
  /** Sets its size. */
  readonly className?: string | undefined;
  /** The wave form under it. */
  readonly children: ReactNode;
}

/** Where in a recording or a note: pointer and arrow keys move through it, on top of its wave form. */
export function PositionSlider({ position, total, onSeek, className, children }: PositionSliderProps) {
  const t = useT();
  const at = Math.min(position, total);
  return (
    <div className={classNames(styles.slider, className)}>
      {children}
      <input
        type="range"
        aria-label={t('recordings.position')}
        aria-valuetext={t('recordings.ofTotal', {
          elapsed: formatDuration(at * 1000),
          total: formatDuration(total * 1000),
        })}
        min={0}
        max={total}
        step={0.1}
        value={at}
        className={styles.range}
        onChange={(event) => onSeek(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}
