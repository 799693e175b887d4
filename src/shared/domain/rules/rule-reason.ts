import { type RuleId, ruleIds } from './rule-ids.ts';

/** Why a gateway did not place a call, as far as one line of SIP says it. */
export interface RuleReason {
  readonly rule: RuleId;
  /** The provider's error code; null: it was not the provider, or one that says nothing. */
  readonly code: number | null;
  /** After how many seconds it is allowed again; null: not by waiting alone, or not said. */
  readonly againIn: number | null;
}

/**
 * What a gateway says where a rule refuses a call that was placed: `rule:permission-missing`, or with what is known besides,
 * `code:138012 in:10800 rule:connected-calls`. The rule comes last, where desktops that know no more look for it.
 *
 * @param now by the clock of `liftsAt` (ms)
 */
export function ruleReason(
  { rule, code, liftsAt }: { readonly rule: RuleId; readonly code?: unknown; readonly liftsAt: number | null },
  now: number,
): string {
  // Rounded up: never before it is allowed.
  const againIn = Math.max(0, Math.ceil(((liftsAt ?? Number.NaN) - now) / 1000));
  const said = [
    ['code', code, 999_999],
    ['in', againIn, 999_999_999],
  ] as const;
  // What is no such number was not said.
  const parts = said.filter(
    ([, value, most]) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most,
  );
  return [...parts.map(([name, value]) => `${name}:${value}`), `rule:${rule}`].join(' ');
}

const pattern = /(?:^|\s)(?:code:(\d{1,6}) )?(?:in:(\d{1,9}) )?rule:([a-z-]+)$/;

/**
 * Why a gateway did not place a call: its 403 says `Reason: SIP;cause=403;text="rule:balance-low"`.
 * @param reason of the journal, such as `refused 403: rule:balance-low`; null: no rule that is known here
 */
export function readRuleReason(reason: string | null): RuleReason | null {
  const [, code, againIn, named] = pattern.exec(reason ?? '') ?? [];
  const rule = ruleIds.find((id) => id === named);
  if (rule === undefined) return null;
  return {
    rule,
    code: code === undefined ? null : Number(code),
    againIn: againIn === undefined ? null : Number(againIn),
  };
}
