import type { AreaId } from '#shared/contracts/rule-profile.ts';
import type { PermissionView } from '#shared/domain/rules/permission-of.ts';
import type { ProviderCode } from '#shared/domain/rules/provider-errors.ts';
import type { NeedId, RuleId, WarningId } from '#shared/domain/rules/rule-ids.ts';

type BriefRule =
  | 'outbound-unavailable'
  | 'region-blocked'
  | 'messaging-limit-low'
  | 'balance-low'
  | 'requests-per-day'
  | 'requests-per-week'
  | 'attempts-after-grant'
  | 'connected-calls';

/**
 * The words of the rules. Placeholders are the `params` of a refusal or warning, made readable by whoever shows them: `balance`,
 * `minimum` (amounts), `place` (of `area`, else of `country`), `when` (an instant as `DateFormats.until` words it), numbers as they are.
 */
export interface RuleTexts {
  /** Why not. */
  readonly refusal: Readonly<Record<RuleId, string>>;
  /** The same without its values, for those whose words have some: a gateway that refuses a call says the rule only. */
  readonly brief: Readonly<Record<BriefRule, string>>;
  /** Why not in the provider's own terms, by its error code; `unknown`: a code that we have no words for, `code`. */
  readonly provider: Readonly<Record<`error${ProviderCode}` | 'unknown', string>>;
  /** What has to happen where waiting does not help. */
  readonly need: Readonly<Record<NeedId, string>>;
  readonly warning: Readonly<Record<WarningId, string>>;
  /** When again: `liftsAt`. */
  readonly again: Readonly<Record<'call' | 'request' | 'incoming', string>>;
  /** Beside needs: nothing can be done before `waitUntil`. */
  readonly notBefore: string;
  readonly permission: Readonly<Record<PermissionView['status'], string>>;
  readonly area: Readonly<Record<AreaId, string>>;
}
