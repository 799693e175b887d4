import type { CallRow } from '#shared/contracts/records.ts';
import type { CallView } from '#shared/contracts/session.ts';
import type { CallingFacts } from '#shared/contracts/ui-replies.ts';
import { priceOfCall } from '#shared/domain/rules/price.ts';
import { ruleProfile } from '#shared/domain/rules/profiles.ts';
import { exactBalance } from '../../format/balance.ts';
import type { Translate } from '../../i18n/translator.ts';

interface Words {
  readonly t: Translate;
  readonly locale: string;
}

/** `$0.04 so far`: what the call would cost if it ended now. `Free` for a call of the contact. null: nothing is charged yet. */
export function costSoFar(
  { direction, answeredAt }: Pick<CallView, 'direction' | 'answeredAt'>,
  facts: Pick<CallingFacts, 'rate' | 'profile'>,
  now: number,
  { t, locale }: Words,
): string | null {
  if (direction === 'user-initiated') return t('call.free');
  if (facts.rate === null) return t('call.priceUnknown');
  if (answeredAt === null) return null;
  const price = priceOfCall(now - answeredAt, facts.rate, ruleProfile(facts.profile));
  const amount = price === null ? null : exactBalance(price.amount, price.currency, locale);
  return amount === null ? t('call.priceUnknown') : t('call.costSoFar', { amount });
}

/** What a call that is over cost: an amount, or free; null: nothing was charged, or it is not told. */
export function costText(
  { direction, outcome, cost }: Pick<CallRow, 'direction' | 'outcome' | 'cost'>,
  { t, locale }: Words,
): string | null {
  if (cost !== undefined) return exactBalance(cost.amount, cost.currency, locale);
  return direction === 'user-initiated' && outcome === 'answered' ? t('call.free') : null;
}
