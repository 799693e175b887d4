import type { ContactEvent } from '#shared/contracts/records.ts';
import { formatDuration } from '../../format/durations.ts';
import type { Translate } from '../../i18n/translator.ts';

/** `Answered call · 2:14`, `Answered by Bruno`. */
export function eventText({ type, agent, durationMs }: ContactEvent, t: Translate): string {
  if (type === 'answered-elsewhere' && agent !== null) return t('event.answeredBy', { name: agent });
  const label = t(`event.${type}`);
  return durationMs === null ? label : `${label} · ${formatDuration(durationMs)}`;
}

/** The agent to be named beside the text; null where it names them itself, or there is none. */
export const eventAgent = ({ type, agent }: ContactEvent): string | null =>
  type === 'answered-elsewhere' ? null : agent;
