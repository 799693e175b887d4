import type { Notice } from '#shared/contracts/notices.ts';
import { briefRefusal } from '../../i18n/rule-words.ts';
import type { Translate } from '../../i18n/translator.ts';

/** The words for a notice. Parameters that main did not send are not missed. */
export function noticeText({ code, params }: Notice, t: Translate): string {
  const agent = typeof params.agent === 'string' ? params.agent : '';
  if (code === 'call-answered-elsewhere' && agent !== '') return t('notice.call-answered-by', { agent });
  if (code === 'call-refused') return t('notice.call-refused', { reason: briefRefusal(params.rule, t) });
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
    code === 'secret-missing' ||
    code === 'account-damaged'
  );
}
