import { expect, it } from 'vitest';
import { ruleOfReason } from '#shared/domain/rules/rule-reason.ts';

it.each([
  ['refused 403: rule:balance-low', 'balance-low'],
  ['rule:permission-revoked', 'permission-revoked'],
  ['refused 403: rule:nothing-of-the-kind', null],
  ['declined 603: Decline', null],
  ['my rule:balance-low is here', null],
  [null, null],
])('the reason %j names the rule %j', (reason, rule) => {
  expect(ruleOfReason(reason)).toBe(rule);
});
