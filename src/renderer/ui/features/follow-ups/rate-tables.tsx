import type { AnswerRateView } from '#shared/contracts/ui-replies.ts';
import { agentShares, noCalls, sumOf } from '#shared/domain/answer-rate.ts';
import { scrollable } from '../../components/scrollable.ts';
import { formatPercent } from '../../format/percent.ts';
import { useLanguage } from '../../i18n/context.tsx';
import styles from './rate-tables.module.css';

/** The numbers behind the chart: by day, then by agent. */
export function RateTables({ view: { days, timeZone } }: { readonly view: AnswerRateView }) {
  const { t, region } = useLanguage();
  // As in the chart: seven days have seven names, and a date would leave the figures no room.
  const day = new Intl.DateTimeFormat(region, { weekday: 'short', timeZone });
  const shares = agentShares(sumOf(days.map(({ tally }) => tally)));
  const today = new Map((days.at(-1)?.tally ?? noCalls).byAgent.map(({ agent, answered }) => [agent, answered]));
  return (
    <div className={styles.tables} {...scrollable}>
      <table aria-label={t('rate.chart')} className={styles.table}>
        <thead>
          <tr>
            {(['day', 'answered', 'missed', 'outOfHours', 'refused'] as const).map((key) => (
              <th key={key} scope="col">
                {t(`rate.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map(({ from, tally }) => (
            <tr key={from}>
              <th scope="row">{day.format(from)}</th>
              <td>{tally.answered}</td>
              <td>{tally.missed}</td>
              <td>{tally.outOfHours}</td>
              <td>{tally.refused}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {shares.length === 0 ? null : (
        <>
          <table aria-label={t('rate.agent')} className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('rate.agent')}</th>
                <th scope="col">{t('rate.today')}</th>
                <th scope="col">{t('rate.week')}</th>
                <th scope="col">{t('rate.share')}</th>
              </tr>
            </thead>
            <tbody>
              {shares.map(({ agent, answered, share }) => (
                <tr key={agent}>
                  <th scope="row">{agent}</th>
                  <td>{today.get(agent) ?? 0}</td>
                  <td>{answered}</td>
                  <td>{formatPercent(share, region)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className={styles.hint}>{t('rate.shareHint')}</p>
        </>
      )}
    </div>
  );
}
