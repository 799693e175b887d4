import { type BusinessHours, weekdays } from '#shared/contracts/business-hours.ts';
import { Select } from '../../components/select.tsx';
import { useT } from '../../i18n/context.tsx';
import { copyDay, type DraftFaults, withDay } from './channel-draft.ts';
import { DayRow } from './day-row.tsx';
import { Fault } from './fault.tsx';
import { Holidays } from './holidays.tsx';
import styles from './hours-editor.module.css';
import { Row } from './row.tsx';

export interface HoursEditorProps {
  readonly hours: BusinessHours;
  readonly faults: DraftFaults;
  readonly onChange: (hours: BusinessHours) => void;
}

const zones = Intl.supportedValuesOf('timeZone');

/** The week, one row a day, and the holidays below it. */
export function HoursEditor({ hours, faults, onChange }: HoursEditorProps) {
  const t = useT();
  const known = zones.includes(hours.timeZone) ? zones : [hours.timeZone, ...zones];
  return (
    <>
      <Row label={t('channel.timeZone')}>
        {(control) => (
          <Select
            {...control}
            value={hours.timeZone}
            aria-invalid={faults.has('timeZone')}
            onChange={(event) => onChange({ ...hours, timeZone: event.currentTarget.value })}
          >
            {known.map((zone) => (
              <option key={zone} value={zone}>
                {zone.replaceAll('_', ' ')}
              </option>
            ))}
          </Select>
        )}
      </Row>
      <section aria-label={t('channel.week')} className={styles.week}>
        {weekdays.map((day) => (
          <DayRow
            key={day}
            name={t(`channel.day.${day}`)}
            place={`week.${day}`}
            spans={hours.week[day]}
            faults={faults}
            onChange={(spans) => onChange(withDay(hours, day, spans))}
            onCopy={(to) => onChange(copyDay(hours, day, to))}
          />
        ))}
        <Fault faults={faults} place="week" />
      </section>
      <Holidays holidays={hours.holidays} faults={faults} onChange={(holidays) => onChange({ ...hours, holidays })} />
    </>
  );
}
