import { formatDuration, isoDuration } from '../../format/durations.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useT } from '../../i18n/context.tsx';

export interface CallTimerProps {
  /** When both sides were connected. */
  readonly since: number;
  readonly className: string | undefined;
}

export function CallTimer({ since, className }: CallTimerProps) {
  const t = useT();
  const now = useNow(1000, since);
  return (
    <div role="timer" aria-label={t('call.duration')} className={className}>
      <time dateTime={isoDuration(now - since)}>{formatDuration(now - since)}</time>
    </div>
  );
}
