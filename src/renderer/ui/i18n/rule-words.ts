/** What the rules say, in a person's words: pure functions of a verdict, the language and the gateway's clock. */
import type { RuleParams, RuleRefusal } from '#shared/contracts/calling.ts';
import type { RuleWarning } from '#shared/domain/rules/decide.ts';
import type { PermissionView } from '#shared/domain/rules/permission-of.ts';
import { type NeedId, type RuleId, ruleIds, type WarningId } from '#shared/domain/rules/rule-ids.ts';
import { exactBalance } from '../format/balance.ts';
import { formatDuration } from '../format/durations.ts';
import type { Language } from './context.tsx';
import type { Translate } from './translator.ts';

type Words = Pick<Language, 't' | 'dates' | 'locale'>;

const hourMs = 3_600_000;
const nearDays = 6 * 24 * hourMs;

/** An instant ahead: the nearer, the more exactly. `14:05 (12:30)`, `tomorrow, 14:05`, `12 May, 14:05`. */
export function whenText(at: number, now: number, dates: Language['dates']): string {
  if (at - now > nearDays) return dates.dayAndTime(at, now);
  const text = dates.until(at, now);
  return at - now < hourMs ? `${text} (${formatDuration(Math.ceil((at - now) / 1000) * 1000)})` : text;
}

/** Why not; then when again, or what has to happen. @param now by the gateway's clock */
export function refusalWords(
  { rule, params, liftsAt, waitUntil, needs }: RuleRefusal,
  { t, dates, locale }: Words,
  action: 'call' | 'request' | 'incoming',
  now: number,
): readonly string[] {
  const when = (at: number): string => whenText(at, now, dates);
  // The provider's own refusals come without figures.
  const isBare = Object.keys(params).length === 0;
  const why = isBare ? briefRefusal(rule, t) : t(`rules.refusal.${rule}`, readable(params, t, locale));
  if (liftsAt !== null) return [why, t(`rules.again.${action}`, { when: when(liftsAt) })];
  const wait = waitUntil === null ? [] : [t('rules.notBefore', { when: when(waitUntil) })];
  const helpful = needs.filter((need) => !saysItself.has(`${rule} ${need}`));
  return [why, ...helpful.map((need) => t(`rules.need.${need}`)), ...wait];
}

/** Where the reason already says what has to happen, or nothing has to. */
const saysItself: ReadonlySet<string> = new Set<`${RuleId} ${NeedId}`>([
  'permission-waiting grant',
  'permission-exists nothing-helps',
]);

export const warningText = ({ warning, params }: RuleWarning, { t, locale }: Words): string =>
  t(`rules.warning.${warning}`, readable(params, t, locale));

/** @param now by the gateway's clock */
export function permissionText(view: PermissionView, { t, dates }: Words, now: number): string {
  const when = view.status === 'temporary' ? whenText(view.until, now, dates) : '';
  return t(`rules.permission.${view.status}`, { when });
}

/** A refusal of which only the rule is known. */
export function briefRefusal(rule: unknown, t: Translate): string {
  const known = ruleIds.find((id) => id === rule) ?? 'provider-refused';
  const full = t(`rules.refusal.${known}`, { interpolation: { skipOnVariables: true } });
  // Words that need values have a shorter form without them.
  return t(`rules.brief.${known}`, { defaultValue: full });
}

/** What is not known, and holds for every call in such a workspace, is said beside the price; only these are worth a stop before a call. */
const stops: readonly WarningId[] = ['unreliable-region', 'region-uncertain', 'balance-short', 'revocation-near'];

export const isWorthAStop = ({ warning }: RuleWarning): boolean => stops.includes(warning);

function readable(params: RuleParams, t: Translate, locale: string): Record<string, string | number> {
  const { currency, country, area, ...rest } = params;
  const money = (value: string | number | undefined): string =>
    exactBalance(String(value ?? ''), String(currency ?? ''), locale) ?? String(value ?? '');
  const numbers = Object.entries(rest).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return {
    ...rest,
    ...Object.fromEntries(numbers.map(([name, value]) => [name, value.toLocaleString(locale)])),
    ...(currency !== undefined && rest.balance !== undefined ? { balance: money(rest.balance) } : {}),
    ...(currency !== undefined && rest.minimum !== undefined ? { minimum: money(rest.minimum) } : {}),
    place: placeName(String(country ?? ''), String(area ?? ''), t, locale),
  };
}

function placeName(country: string, area: string, t: Translate, locale: string): string {
  if (area === 'crimea' || area === 'donetsk' || area === 'luhansk') return t(`rules.area.${area}`);
  if (!/^[A-Z]{2}$/.test(country)) return country;
  return new Intl.DisplayNames(locale, { type: 'region' }).of(country) ?? country;
}
