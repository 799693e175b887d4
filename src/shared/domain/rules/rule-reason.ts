import { type RuleId, ruleIds } from './rule-ids.ts';

/** What a gateway says where a rule refuses a call that was placed. */
export const ruleReason = (rule: RuleId): string => `rule:${rule}`;

/**
 * The rule by which a gateway refused a call that was placed: its 403 says `Reason: SIP;cause=403;text="rule:balance-low"`.
 * @param reason of the journal, such as `refused 403: rule:balance-low`; null: no rule that is known here
 */
export function ruleOfReason(reason: string | null): RuleId | null {
  const named = /(?:^|\s)rule:([a-z-]+)$/.exec(reason ?? '')?.[1];
  return ruleIds.find((id) => id === named) ?? null;
}
