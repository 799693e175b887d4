import { Lightbulb } from 'lucide-react';
import type { AnswerRateView } from '#shared/contracts/ui-replies.ts';
import { answerRate, type CallTally, noCalls, sumOf } from '#shared/domain/answer-rate.ts';
import { Icon } from '../../components/icon.tsx';
import { formatPercent } from '../../format/percent.ts';
import { useSession } from '../../hooks/use-model.ts';
import { useLanguage, useT } from '../../i18n/context.tsx';
import { routeHref } from '../../state/route.ts';
import styles from './answer-rate.module.css';
import { RateChart } from './rate-chart.tsx';
import { RateTables } from './rate-tables.tsx';
import { useAnswerRate } from './use-answer-rate.ts';

/** How many of the contacts' calls somebody answered, today and in seven days, and what would help. */
export function AnswerRate() {
  const t = useT();
  const view = useAnswerRate();
  if (view === null) return null;
  const week = sumOf(view.days.map(({ tally }) => tally));
  return (
    <section aria-labelledby="answer-rate" className={styles.rate}>
      <h2 id="answer-rate" className={styles.title}>
        {t('rate.title')}
      </h2>
      <dl className={styles.figures}>
        <Figure term={t('rate.today')} tally={view.days.at(-1)?.tally ?? noCalls} />
        <Figure term={t('rate.week')} tally={week} />
      </dl>
      <RateChart view={view} />
      {week.outOfHours + week.refused === 0 ? null : (
        <p className={styles.apart}>{t('rate.apart', { outOfHours: week.outOfHours, refused: week.refused })}</p>
      )}
      <Advice view={view} />
      <details className={styles.details}>
        <summary className={styles.summary}>{t('rate.numbers')}</summary>
        <RateTables view={view} />
      </details>
    </section>
  );
}

function Figure({ term, tally }: { readonly term: string; readonly tally: CallTally }) {
  const { t, region } = useLanguage();
  const rate = answerRate(tally);
  return (
    <div className={styles.figure}>
      <dt className={styles.term}>{term}</dt>
      <dd>
        <span className={styles.value}>{rate === null ? '–' : formatPercent(rate, region)}</span>
        <span className={styles.of}>
          {rate === null
            ? t('rate.none')
            : t('rate.of', { answered: tally.answered, counted: tally.answered + tally.missed })}
        </span>
      </dd>
    </div>
  );
}

function Advice({ view: { advice } }: { readonly view: AnswerRateView }) {
  const t = useT();
  const role = useSession((session) => session.agent.role);
  const mode = useSession((session) => session.workspace.mode);
  if (advice === null || mode === 'pbx') return null;
  return (
    <div className={styles.advice}>
      <Icon of={Lightbulb} size={16} className={styles.bulb} />
      <p>
        {t(`rate.advice.${advice}`)}{' '}
        {role === 'supervisor' ? (
          <a href={routeHref({ view: 'settings' })} className={styles.link} draggable={false}>
            {t('rate.setHours')}
          </a>
        ) : (
          t('rate.askSupervisor')
        )}
      </p>
    </div>
  );
}
