import type { HoursSpan } from '#shared/contracts/business-hours.ts';
import styles from './day-bar.module.css';

const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

const day = 24 * 60;
const marks = [6, 12, 18] as const;

/** Midnight to midnight in one line, for the eye; the fields say the same. */
export function DayBar({ spans }: { readonly spans: readonly HoursSpan[] }) {
  return (
    <svg aria-hidden="true" viewBox={`0 0 ${day} 10`} preserveAspectRatio="none" className={styles.bar}>
      <rect width={day} height={10} className={styles.closed} />
      {spans.map(({ open, close }, index) => {
        const width = minutesOf(close) - minutesOf(open);
        return width > 0 ? (
          <rect
            key={index < 1 ? 'first' : 'second'}
            x={minutesOf(open)}
            width={width}
            height={10}
            className={styles.open}
          />
        ) : null;
      })}
      {marks.map((hour) => (
        <rect key={hour} x={hour * 60 - 1.5} width={3} height={10} className={styles.mark} />
      ))}
    </svg>
  );
}
