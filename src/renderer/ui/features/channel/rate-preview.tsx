import type { RateCard, RateCardFlaw } from '#shared/domain/rules/rate-card.ts';
import { scrollable } from '../../components/scrollable.ts';
import { useLanguage, useT } from '../../i18n/context.tsx';
import styles from './rate-preview.module.css';

/** The first lines are enough to see that the columns are the right ones. */
const shown = 5;

export function RatePreview({ card }: { readonly card: RateCard }) {
  const { t, region } = useLanguage();
  const countries = new Intl.DisplayNames(region, { type: 'region', fallback: 'code' });
  const name = (place: string): string => (/^[A-Z]{2}$/.test(place) ? (countries.of(place) ?? place) : `+${place}`);
  return (
    <div className={styles.preview}>
      <p>{t('rates.preview', { count: card.length })}</p>
      <table aria-label={t('rates.title')} className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('rates.place')}</th>
            <th scope="col">{t('rates.price')}</th>
            <th scope="col">{t('rates.from')}</th>
          </tr>
        </thead>
        <tbody>
          {card.slice(0, shown).map(({ place, fromMinutes, perMinute, currency }) => (
            <tr key={`${place} ${fromMinutes}`}>
              <td>{name(place)}</td>
              <td>
                {perMinute} {currency}
              </td>
              <td>{fromMinutes === 0 ? '' : fromMinutes.toLocaleString(region)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {card.length > shown ? <p>{t('rates.more', { count: card.length - shown })}</p> : null}
    </div>
  );
}

/** Every fault by its line, so that the file can be mended in one go. */
export function RateFaults({ flaws }: { readonly flaws: readonly RateCardFlaw[] }) {
  const t = useT();
  const lines = new Set(flaws.map(({ line }) => line)).size;
  return (
    <div className={styles.faults}>
      <p role="alert" className={styles.summary}>
        {t('rates.faults', { count: lines })}
      </p>
      <ul className={styles.list} aria-label={t('rates.faults', { count: lines })} {...scrollable}>
        {flaws.map(({ line, flaw, value, message }) => (
          <li key={message}>
            <strong>{t('rates.line', { line })}</strong>: {t(`rates.flaw.${flaw}`, { value })}
          </li>
        ))}
      </ul>
    </div>
  );
}
