/** Rules that several questions share. Each answers with what refuses at an instant. */
import type { CallingLimit, ChannelState } from '#shared/contracts/calling.ts';
import type { RuleProfile } from '#shared/contracts/rule-profile.ts';
import { isBelow } from '../balance.ts';
import { parseMoney } from '../money.ts';
import type { Objection, RuleWarning } from './decide.ts';
import { warn } from './decide.ts';
import { hourMs } from './durations.ts';
import { remainingOf, roomAt } from './limit.ts';
import { isBlocked, isDoubtful, regionOfNumber } from './regions.ts';

export type Check = readonly Objection[];
export const passes: Check = [];

export const callingOff = ({ callingOn }: ChannelState): Check =>
  callingOn ? passes : [{ rule: 'calling-off', need: 'switch-calling-on' }];

/** The business number may be unknown; then the provider judges. */
export function businessNumber({ number }: Pick<ChannelState, 'number'>, profile: RuleProfile, places: boolean): Check {
  if (number === null) return passes;
  const region = regionOfNumber(number, profile);
  if (!region.ok) return [{ rule: region.flaw, params: { number }, need: 'correct-number' }];
  const params = { side: 'business', country: region.country, area: region.area ?? '' };
  if (isBlocked(region, profile)) return [{ rule: 'region-blocked', params, need: 'another-business-number' }];
  return places && profile.regions.outboundUnavailable.includes(region.country)
    ? [{ rule: 'outbound-unavailable', params, need: 'another-business-number' }]
    : passes;
}

/** @param number null: the contact has a username only, which tells nothing about a region */
export function contactNumber(number: string | null, profile: RuleProfile): Check {
  if (number === null) return passes;
  const region = regionOfNumber(number, profile);
  if (!region.ok) return [{ rule: region.flaw, params: { number }, need: 'correct-number' }];
  const params = { side: 'contact', country: region.country, area: region.area ?? '' };
  return isBlocked(region, profile) ? [{ rule: 'region-blocked', params, need: 'nothing-helps' }] : passes;
}

/** Warnings about where a call goes. For numbers that {@link contactNumber} lets pass. */
export function regionWarnings(
  { number: business }: ChannelState,
  contact: string | null,
  profile: RuleProfile,
): readonly RuleWarning[] {
  const sides = [
    ['business', business],
    ['contact', contact],
  ] as const;
  const found = sides.flatMap(([side, number]) => {
    const region = number === null ? null : regionOfNumber(number, profile);
    if (region === null || !region.ok) return [];
    const params = { side, country: region.country, area: region.area ?? '' };
    return [
      ...(profile.regions.unreliable.includes(region.country) ? [warn('unreliable-region', params)] : []),
      ...(isDoubtful(region, profile) ? [warn('region-uncertain', params)] : []),
    ];
  });
  return contact === null ? [...found, warn('region-not-known')] : found;
}

export function balanceLow({ balance, currency }: ChannelState, { minimumBalance }: RuleProfile): Check {
  if (!isBelow(balance, minimumBalance)) return passes;
  return [
    { rule: 'balance-low', params: { balance: balance ?? '', minimum: minimumBalance, currency }, need: 'top-up' },
  ];
}

export const balanceWarnings = ({ balance }: ChannelState): readonly RuleWarning[] =>
  balance === null || parseMoney(balance) === null ? [warn('balance-unknown')] : [];

export const paused = ({ pausedUntil }: ChannelState, at: number): Check =>
  pausedUntil !== null && at < pausedUntil ? [{ rule: 'calling-paused', until: pausedUntil }] : passes;

export function fullLimits(limits: readonly CallingLimit[], at: number): Check {
  return limits.flatMap((limit): Check => {
    if (remainingOf(limit, at) > 0) return passes;
    const { max, windowMs, code } = limit;
    const params = code === undefined ? { max, hours: windowMs / hourMs } : { code };
    const until = roomAt(limit);
    return [until === null ? { rule: limit.rule, params, need: 'ask-provider' } : { rule: limit.rule, params, until }];
  });
}
