import type { ConversationRow } from '#shared/contracts/records.ts';
import { formatDuration } from '../../format/durations.ts';
import type { Translate } from '../../i18n/translator.ts';

/** The second line of a conversation's row. */
export function lastLine(last: ConversationRow['last'], t: Translate): string {
  if (last === null) return t('inbox.nothingYet');
  if (last.entry === 'event') return t(`event.${last.type}`);
  if (last.entry === 'note') {
    const kind = t(`notes.kind.${last.kind}`);
    // What arrived damaged has no length.
    const note =
      last.durationMs === 0 ? kind : t('notes.lastLine', { kind, duration: formatDuration(last.durationMs) });
    return last.direction === 'out' ? t('inbox.outgoing', { text: note }) : note;
  }
  const text = last.text.replace(/\s+/gu, ' ');
  return last.direction === 'out' ? t('inbox.outgoing', { text }) : text;
}
