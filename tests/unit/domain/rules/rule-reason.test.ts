import { expect, it } from 'vitest';
import { readRuleReason, ruleReason } from '#shared/domain/rules/rule-reason.ts';

it.each([
  ['refused 403: rule:balance-low', 'balance-low'],
  ['rule:permission-revoked', 'permission-revoked'],
  ['refused 403: code:138012 in:10800 rule:connected-calls', 'connected-calls'],
  ['refused 403: rule:nothing-of-the-kind', null],
  ['declined 603: Decline', null],
  ['my rule:balance-low is here', null],
  [null, null],
])('the reason %j names the rule %j', (reason, rule) => {
  expect(readRuleReason(reason)?.rule ?? null).toBe(rule);
});

it.each([
  [{ rule: 'permission-missing', liftsAt: null }, 'rule:permission-missing', { code: null, againIn: null }],
  [{ rule: 'provider-limit', code: 138_005, liftsAt: null }, 'code:138005 rule:provider-limit', { code: 138_005 }],
  [{ rule: 'attempts-after-grant', liftsAt: 61_001 }, 'in:61 rule:attempts-after-grant', { againIn: 61 }],
  [{ rule: 'provider-limit', code: Number.NaN, liftsAt: Number.NaN }, 'rule:provider-limit', { againIn: null }],
  [{ rule: 'provider-limit', code: -1, liftsAt: 1e15 }, 'rule:provider-limit', { code: null, againIn: null }],
  [{ rule: 'connected-calls', code: 138_012, liftsAt: 1 }, 'code:138012 in:0 rule:connected-calls', { againIn: 0 }],
] as const)('of %j a phone is told %s, and reads the same out of it', (refusal, text, read) => {
  expect(ruleReason(refusal, 1)).toBe(text);
  expect(readRuleReason(`refused 403: ${text}`)).toMatchObject({ rule: refusal.rule, ...read });
});
