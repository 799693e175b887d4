import type { ChannelState } from '#shared/contracts/calling.ts';
import type { RuleProfile } from '#shared/contracts/rule-profile.ts';
import {
  balanceLow,
  balanceWarnings,
  businessNumber,
  type Check,
  callingOff,
  contactNumber,
  passes,
} from './checks.ts';
import { type Verdict, verdict } from './decide.ts';
import { isOpen, nextClosing, nextOpening } from './hours.ts';
import type { RuleId } from './rule-ids.ts';

export interface IncomingFacts {
  readonly channel: ChannelState;
  /** E.164; null: the contact has a username only. */
  readonly contactNumber: string | null;
}

export interface OpenUntil {
  /** When the hours end; null: always open. */
  readonly closesAt: number | null;
}

/**
 * Whether a call of this contact is delivered to agents now. Whether an agent is free is the queue's business.
 * Hours stand before the balance: the provider refuses outside them before anything else, and such a call counts as nobody's fault.
 */
export function evaluateIncoming(facts: IncomingFacts, profile: RuleProfile, now: number): Verdict<OpenUntil> {
  const { channel } = facts;
  const objections = (at: number): Check => [
    ...callingOff(channel),
    ...(channel.contactsMayCall ? passes : [{ rule: 'contacts-may-not-call', need: 'let-contacts-call' } as const]),
    ...blocked(businessNumber(channel, profile, false)),
    ...blocked(contactNumber(facts.contactNumber, profile)),
    ...outOfHours(channel, profile, at),
    ...balanceLow(channel, profile),
  ];
  return verdict(objections, now, () => ({
    warnings: balanceWarnings(channel),
    remaining: { closesAt: channel.hours === null ? null : nextClosing(channel.hours, now) },
  }));
}

/** A number that we cannot read has called all the same: only where a region is known to be blocked is that a reason. */
const blocked = (check: Check): Check => check.filter(({ rule }) => rule === 'region-blocked');

function outOfHours({ hours }: ChannelState, profile: RuleProfile, at: number): Check {
  if (hours === null || !profile.outOfHours.refused || isOpen(hours, at)) return passes;
  const until = nextOpening(hours, at);
  const rule = 'out-of-hours';
  return [until === null ? { rule, need: 'nothing-helps' } : { rule, until }];
}

/** Whether a call that was not delivered for this rule counts in the answer rate. */
export const countsInAnswerRate = (rule: RuleId, profile: RuleProfile): boolean =>
  rule !== 'out-of-hours' || profile.outOfHours.countedInAnswerRate;
