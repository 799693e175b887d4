import { Plus } from 'lucide-react';
import type { HoursSpan } from '#shared/contracts/business-hours.ts';
import { Button } from '../../components/button.tsx';
import { Select } from '../../components/select.tsx';
import { useT } from '../../i18n/context.tsx';
import { type DraftFaults, nextSpan } from './channel-draft.ts';
import { DayBar } from './day-bar.tsx';
import styles from './day-row.module.css';
import { Fault } from './fault.tsx';
import { SpanFields } from './span-fields.tsx';

export interface DayRowProps {
  readonly name: string;
  /** Of its spans in the draft: `week.monday`. */
  readonly place: string;
  readonly spans: readonly HoursSpan[];
  readonly faults: DraftFaults;
  readonly onChange: (spans: readonly HoursSpan[]) => void;
  readonly onCopy: (to: 'workdays' | 'all') => void;
}

/** A day: its picture, its spans, and what can be done with them. */
export function DayRow({ name, place, spans, faults, onChange, onCopy }: DayRowProps) {
  const t = useT();
  return (
    <fieldset aria-label={name} className={styles.day}>
      <span aria-hidden="true" className={styles.name}>
        {name}
      </span>
      <DayBar spans={spans} />
      <DaySpans name={name} place={place} spans={spans} faults={faults} onChange={onChange} />
      <Select
        className={styles.copy}
        aria-label={t('channel.copy', { day: name })}
        value=""
        onChange={(event) => {
          const to = event.currentTarget.value;
          if (to === 'workdays' || to === 'all') onCopy(to);
        }}
      >
        <option value="">{t('channel.copyTo')}</option>
        <option value="workdays">{t('channel.copyWorkdays')}</option>
        <option value="all">{t('channel.copyAll')}</option>
      </Select>
    </fieldset>
  );
}

/** The spans of a day or holiday, with what is wrong beneath each. */
export function DaySpans({ name, place, spans, faults, onChange }: Omit<DayRowProps, 'onCopy'>) {
  const t = useT();
  return (
    <div className={styles.spans}>
      {spans.length === 0 ? <span className={styles.closed}>{t('channel.closed')}</span> : null}
      {spans.map((span, index) => (
        <SpanFields
          // Spans have no name but their place.
          key={`${place}.${index < 1 ? 'first' : index}`}
          day={name}
          number={index + 1}
          place={`${place}.${index}`}
          span={span}
          faults={faults}
          onChange={(changed) => onChange(spans.map((each, other) => (other === index ? changed : each)))}
          onRemove={() => onChange(spans.filter((_, other) => other !== index))}
        />
      ))}
      {spans.length < 2 ? (
        <Button
          name={t('channel.addSpan', { day: name })}
          icon={Plus}
          iconOnly
          small
          tone="quiet"
          onClick={() => onChange([...spans, nextSpan(spans)])}
        />
      ) : null}
      <Fault faults={faults} place={place} />
    </div>
  );
}
