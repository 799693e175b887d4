import { useEffect, useState } from 'react';
import { useT } from '../i18n/context.tsx';
import styles from './skeleton.module.css';

/** From then on somebody who waits wants to know that something still happens. */
const slowMs = 1000;

export interface SkeletonProps {
  /** What is loading, for screen readers. */
  readonly label: string;
  readonly rows: number;
  readonly shape?: 'row' | 'bubble';
}

/** The outline of what is coming; nothing moves. After a second it says so in words. */
export function Skeleton({ label, rows, shape = 'row' }: SkeletonProps) {
  const t = useT();
  const slow = useSlow();
  return (
    <div className={styles.skeleton}>
      <p className={slow ? styles.slow : 'visually-hidden'}>{slow ? t('state.slow') : label}</p>
      {Array.from({ length: rows }, (_, index) => `row ${index}`).map((key) => (
        <div key={key} aria-hidden="true" className={styles[shape]}>
          <span className={styles.disc} />
          <span className={styles.lines}>
            <span className={styles.line} />
            <span className={styles.line} />
          </span>
        </div>
      ))}
    </div>
  );
}

function useSlow(): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), slowMs);
    return () => clearTimeout(timer);
  }, []);
  return slow;
}
