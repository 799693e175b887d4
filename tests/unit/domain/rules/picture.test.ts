/** The picture in README and docs says what the profiles say. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { meta, seeds } from './support.ts';

const read = (path: string): string => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
const picture = read('docs/pictures/call-permission.svg');
const times = (count: number): string => ['never', 'once', 'twice'][count] ?? `${count} times`;
const asked = ({ permissionRequest: { per24Hours, per7Days } }: typeof seeds): string =>
  `${times(per24Hours)} in 24 h, ${times(per7Days)} in 7 days`;

it.each([
  ['how often is asked', asked(seeds)],
  ['how often is asked, under the other profile', asked(meta)],
  ['when to ask again after a decline', `after ${seeds.permissionRequest.askAgainAfterDeclineHours} h<`],
  ['and under the other profile', `after ${meta.permissionRequest.askAgainAfterDeclineHours} h<`],
  ['how long a request waits', `no answer in ${(meta.permissionRequest.expiresAfterHours ?? 0) / 24} days (Meta)`],
  ['how long a temporary permission lasts', `for good, or for ${meta.grant.temporaryHours} h (Meta)`],
  ['when it is over', `${meta.grant.temporaryHours} h are over`],
  ['what ends one', `or ${meta.grant.revokedAfterUnanswered} calls in a<`],
  ['how often may be called', `>${seeds.callLimit.max} calls in the first ${seeds.callLimit.hours} h<`],
  ['and under the other profile', `(Meta: ${meta.callLimit.max} in any ${meta.callLimit.hours} h)`],
  ['the balance', `a balance of at least ${seeds.minimumBalance} exactly`],
])('%s', (_, words) => {
  expect(picture).toContain(words);
});

it('knows what holds in one profile only', () => {
  expect(seeds.grant).toMatchObject({ temporaryHours: null, revokedAfterUnanswered: null });
  expect(seeds.permissionRequest.expiresAfterHours).toBeNull();
  expect(meta.minimumBalance).toBe(seeds.minimumBalance);
});

it('stands in both', () => {
  expect(read('README.md')).toContain('(docs/pictures/call-permission.svg)');
  expect(read('docs/rules.md')).toContain('(pictures/call-permission.svg)');
});
