import type { Notice } from '#shared/contracts/notices.ts';
import type { Language } from '../../i18n/context.tsx';
import { briefRefusal, momentText } from '../../i18n/rule-words.ts';

type Words = Pick<Language, 't' | 'dates'>;

/**
 * The words for a notice. Parameters that main did not send are not missed.
 * @param now what lay ahead then and is past is left out
 * @param aheadMs how far the clock is ahead by which instants are told elsewhere
 */
export function noticeText({ code, params }: Notice, { t, dates }: Words, now: number, aheadMs = 0): string {
  const agent = typeof params.agent === 'string' ? params.agent : '';
  if (code === 'call-answered-elsewhere' && agent !== '') return t('notice.call-answered-by', { agent });
  if (code === 'call-refused') {
    const why = t('notice.call-refused', { reason: briefRefusal(params.rule, t, params.code) });
    const { againAt } = params;
    if (typeof againAt !== 'number' || againAt <= now) return why;
    return `${why} ${t('rules.again.call', { when: momentText(againAt + aheadMs, now + aheadMs, dates) })}.`;
  }
  const count = Number(params.count ?? 1);
  return t(`notice.${code}`, { count, reason: '', directory: String(params.directory ?? '') });
}

const urgency: Readonly<Record<Notice['level'], number>> = { error: 0, warning: 1, info: 2 };

/** Faults before warnings before news; of the same kind the newest first. */
export const byUrgency = (notices: readonly Notice[]): readonly Notice[] =>
  notices.toSorted((left, right) => urgency[left.level] - urgency[right.level] || right.at - left.at);

/** Notices whose remedy is in the settings. */
export function isAboutSettings({ code }: Notice): boolean {
  return (
    code === 'microphone-failed' ||
    code === 'microphone-missing' ||
    code === 'microphone-changed' ||
    code === 'shortcut-taken' ||
    code === 'links-refused' ||
    code === 'secret-missing' ||
    code === 'account-damaged'
  );
}
