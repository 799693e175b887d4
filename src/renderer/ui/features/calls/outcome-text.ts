import type { CallRow } from '#shared/contracts/records.ts';
import { ruleOfReason } from '#shared/domain/rules/rule-reason.ts';
import { briefRefusal } from '../../i18n/rule-words.ts';
import type { Translate } from '../../i18n/translator.ts';

/**
 * How a call came out, in a person's words. Of the journal's reason only what tells people something is used: a colleague's name, and
 * whether the contact was busy or declined or a rule refused; the rest is for whoever looks for faults.
 */
export function outcomeText(
  { outcome, reason, answeredAt }: Pick<CallRow, 'outcome' | 'reason' | 'answeredAt'>,
  t: Translate,
): string {
  if (outcome === null) return answeredAt === null ? t('outcome.ringing') : t('outcome.ongoing');
  if (outcome === 'missed' && reason === 'balance-low') return t('event.missed-low-balance');
  if (outcome === 'answered-elsewhere' && reason !== null) return t('outcome.answeredBy', { name: reason });
  if (outcome === 'refused' && reason !== null) {
    const rule = ruleOfReason(reason);
    if (rule !== null) return t('outcome.notPlaced', { reason: briefRefusal(rule, t) });
    if (/^busy\b/.test(reason)) return t('outcome.busy');
    if (/^declined\b/.test(reason)) return t('outcome.declinedByContact');
  }
  return t(`outcome.${outcome}`);
}
