import { Plus, Trash2 } from 'lucide-react';
import { useId } from 'react';
import type { BusinessHours } from '#shared/contracts/business-hours.ts';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useT } from '../../i18n/context.tsx';
import rows from '../settings/setting-row.module.css';
import type { DraftFaults } from './channel-draft.ts';
import { DaySpans } from './day-row.tsx';
import { Fault } from './fault.tsx';
import styles from './holidays.module.css';

type Holiday = BusinessHours['holidays'][number];

export interface HolidaysProps {
  readonly holidays: readonly Holiday[];
  readonly faults: DraftFaults;
  readonly onChange: (holidays: Holiday[]) => void;
}

const most = 100;

/** Dates with hours of their own, or none. They stand as they were entered: a list that sorts itself moves away under the hand. */
export function Holidays({ holidays, faults, onChange }: HolidaysProps) {
  const t = useT();
  const titleId = useId();
  const change = (index: number, part: Partial<Holiday>): void =>
    onChange(holidays.map((each, other) => (other === index ? { ...each, ...part } : each)));
  // Two may have the same date while one of them is being typed: what tells them apart is their place.
  const entries = holidays.map((holiday, index) => ({ ...holiday, index, key: `holiday ${index}` }));
  return (
    <section aria-labelledby={titleId} className={styles.holidays}>
      <div className={styles.head}>
        <div className={rows.text}>
          <h3 id={titleId} className={rows.label}>
            {t('channel.holidays')}
          </h3>
          <p className={rows.hint}>{t('channel.holidaysHint')}</p>
        </div>
        <Button
          name={t('channel.addHoliday')}
          icon={Plus}
          small
          disabled={holidays.length >= most}
          onClick={() => onChange([...holidays, { date: '', spans: [] }])}
        />
      </div>
      {entries.map(({ key, index, date, spans }) => {
        const place = `holidays.${index}`;
        const name = date === '' ? t('channel.date', { number: index + 1 }) : date;
        const isWrong = faults.has(`${place}.date`);
        return (
          <fieldset key={key} aria-label={name} className={styles.holiday}>
            <span className={styles.dateField}>
              <TextField
                type="date"
                small
                aria-label={t('channel.date', { number: index + 1 })}
                aria-invalid={isWrong}
                aria-describedby={isWrong ? `${titleId}-${index}` : undefined}
                value={date}
                onChange={(event) => change(index, { date: event.currentTarget.value })}
              />
              <Fault faults={faults} place={`${place}.date`} id={`${titleId}-${index}`} />
            </span>
            <DaySpans
              name={name}
              place={`${place}.spans`}
              spans={spans}
              faults={faults}
              onChange={(changed) => change(index, { spans: [...changed] })}
            />
            <Button
              name={t('channel.removeHoliday', { day: name })}
              icon={Trash2}
              iconOnly
              small
              tone="quiet"
              onClick={() => onChange(holidays.filter((_, other) => other !== index))}
            />
          </fieldset>
        );
      })}
    </section>
  );
}
