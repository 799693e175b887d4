import type { AnswerRateView } from '#shared/contracts/ui-replies.ts';
import { useLanguage, useT } from '../../i18n/context.tsx';
import styles from './rate-chart.module.css';

const height = 64;
const step = 40;
const bar = 24;

/** One bar a day: answered calls from the ground up, missed ones above. The tables below say the same in numbers. */
export function RateChart({ view: { days, timeZone } }: { readonly view: AnswerRateView }) {
  const t = useT();
  const { region } = useLanguage();
  const weekday = new Intl.DateTimeFormat(region, { weekday: 'short', timeZone });
  const most = Math.max(1, ...days.map(({ tally }) => tally.answered + tally.missed));
  const scale = (count: number): number => (count / most) * height;
  const width = days.length * step;
  return (
    <figure className={styles.chart}>
      <svg role="img" aria-label={t('rate.chart')} viewBox={`0 0 ${width} ${height + 18}`} className={styles.picture}>
        {days.map(({ from, tally }, index) => {
          const x = index * step + (step - bar) / 2;
          const answered = scale(tally.answered);
          const missed = scale(tally.missed);
          return (
            <g key={from}>
              <rect x={x} y={height - 1} width={bar} height={1} className={styles.ground} />
              <rect x={x} y={height - answered} width={bar} height={answered} rx={2} className={styles.answered} />
              <rect
                x={x}
                y={height - answered - missed}
                width={bar}
                height={Math.max(0, missed - (answered > 0 && missed > 1 ? 1 : 0))}
                rx={2}
                className={styles.missed}
              />
              <text x={x + bar / 2} y={height + 14} textAnchor="middle" className={styles.day}>
                {weekday.format(from)}
              </text>
            </g>
          );
        })}
      </svg>
      <figcaption className={styles.legend}>
        <span className={styles.key}>
          <span className={styles.answeredKey} />
          {t('rate.answered')}
        </span>
        <span className={styles.key}>
          <span className={styles.missedKey} />
          {t('rate.missed')}
        </span>
      </figcaption>
    </figure>
  );
}
