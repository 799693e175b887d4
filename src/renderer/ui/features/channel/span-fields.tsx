import { X } from 'lucide-react';
import { useId } from 'react';
import type { HoursSpan } from '#shared/contracts/business-hours.ts';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useT } from '../../i18n/context.tsx';
import { completeTime, type DraftFaults } from './channel-draft.ts';
import { Fault } from './fault.tsx';
import styles from './span-fields.module.css';

export interface SpanFieldsProps {
  readonly day: string;
  /** Counted from 1. */
  readonly number: number;
  readonly place: string;
  readonly span: HoursSpan;
  readonly faults: DraftFaults;
  readonly onChange: (span: HoursSpan) => void;
  readonly onRemove: () => void;
}

/** Two times as text: `24:00`, the end of a day, is no time that a field for times would take. */
export function SpanFields({ day, number, place, span, faults, onChange, onRemove }: SpanFieldsProps) {
  const t = useT();
  const id = useId();
  const isWrong = faults.has(place);
  const field = (end: 'open' | 'close') => ({
    small: true,
    className: styles.time,
    inputMode: 'numeric' as const,
    maxLength: 5,
    value: span[end],
    'aria-label': t(end === 'open' ? 'channel.opens' : 'channel.closes', { day, number }),
    'aria-invalid': isWrong || faults.has(`${place}.${end}`),
    'aria-describedby': isWrong ? id : faults.has(`${place}.${end}`) ? `${id}-${end}` : undefined,
    onChange: (event: { readonly currentTarget: HTMLInputElement }) =>
      onChange({ ...span, [end]: event.currentTarget.value }),
    onBlur: () => {
      const complete = completeTime(span[end]);
      if (complete !== span[end]) onChange({ ...span, [end]: complete });
    },
  });
  return (
    <span className={styles.span}>
      <span className={styles.line}>
        <TextField {...field('open')} />
        <span aria-hidden="true">–</span>
        <TextField {...field('close')} />
        <Button
          name={t('channel.removeSpan', { day, number })}
          icon={X}
          iconOnly
          small
          tone="quiet"
          onClick={onRemove}
        />
      </span>
      <Fault faults={faults} place={place} id={id} />
      <Fault faults={faults} place={`${place}.open`} id={`${id}-open`} />
      <Fault faults={faults} place={`${place}.close`} id={`${id}-close`} />
    </span>
  );
}
