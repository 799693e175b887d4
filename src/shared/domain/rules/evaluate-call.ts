import type { CallingState, ChannelState } from '#shared/contracts/calling.ts';
import type { RuleProfile } from '#shared/contracts/rule-profile.ts';
import { unreachable } from '#shared/never.ts';
import {
  balanceLow,
  balanceWarnings,
  businessNumber,
  type Check,
  callingOff,
  contactNumber,
  fullLimits,
  passes,
  paused,
  regionWarnings,
} from './checks.ts';
import { type RuleWarning, type Verdict, verdict, warn } from './decide.ts';
import { fewestRemaining } from './limit.ts';
import { permissionOf } from './permission-of.ts';
import { type CallRate, carriesMinutes } from './price.ts';

export interface CallFacts {
  readonly channel: ChannelState;
  /** E.164; null: the contact has a username only. */
  readonly contactNumber: string | null;
  readonly state: CallingState;
  /** A call with this contact is going on. */
  readonly inCall: boolean;
  /** What a call to this number costs (`rateOf`); null: not known. */
  readonly rate: CallRate | null;
}

export interface CallsRemaining {
  /** Calls that the limit leaves now; null: none limits them. */
  readonly calls: number | null;
  /** End of a temporary permission; null: it lasts until revoked. */
  readonly permissionUntil: number | null;
  /** Unanswered calls that are left before the permission is revoked; null: they do not count. */
  readonly unansweredLeft: number | null;
}

/** Whether the business may call this contact now. The order of the rules is that of docs/rules.md. */
export function evaluateCall(facts: CallFacts, profile: RuleProfile, now: number): Verdict<CallsRemaining> {
  const { channel, state } = facts;
  const objections = (at: number): Check => [
    ...callingOff(channel),
    ...businessNumber(channel, profile, true),
    ...contactNumber(facts.contactNumber, profile),
    ...balanceLow(channel, profile),
    ...paused(channel, at),
    ...permissionMissing(state, at),
    ...fullLimits(state.callLimits, at),
    ...(state.providerRefuses.call ? [{ rule: 'provider-refused', need: 'ask-provider' } as const] : passes),
    ...(facts.inCall ? [{ rule: 'already-in-call', need: 'end-other-call' } as const] : passes),
  ];
  return verdict(objections, now, () => {
    const { revokedAfterUnanswered, warnedAfterUnanswered } = profile.grant;
    const left = revokedAfterUnanswered === null ? null : Math.max(0, revokedAfterUnanswered - state.unanswered);
    const near = left !== null && warnedAfterUnanswered !== null && state.unanswered >= warnedAfterUnanswered;
    return {
      warnings: [
        ...regionWarnings(channel, facts.contactNumber, profile),
        ...(near ? [warn('revocation-near', { left, unanswered: state.unanswered })] : []),
        ...balanceWarnings(channel),
        ...moneyWarnings(facts, profile),
      ],
      remaining: {
        calls: fewestRemaining(state.callLimits, now),
        permissionUntil: state.permission.until,
        unansweredLeft: left,
      },
    };
  });
}

function permissionMissing(state: CallingState, at: number): Check {
  const view = permissionOf(state, at);
  const need = 'grant';
  switch (view.status) {
    case 'permanent':
    case 'temporary':
      return passes;
    case 'none':
      return [{ rule: 'permission-missing', need }];
    case 'waiting':
      return [{ rule: 'permission-waiting', params: { since: view.since }, need }];
    case 'declined':
      return [{ rule: 'permission-declined', params: { since: view.since, askAgainAt: view.askAgainAt }, need }];
    case 'revoked': {
      const rule = view.automatic ? 'permission-revoked-unanswered' : 'permission-revoked';
      return [{ rule, params: { since: view.since }, need }];
    }
    case 'expired':
      return [{ rule: 'permission-expired', params: { since: view.since }, need }];
    default:
      return unreachable(view);
  }
}

function moneyWarnings({ channel, rate }: CallFacts, profile: RuleProfile): readonly RuleWarning[] {
  if (rate === null) return [warn('rate-unknown')];
  const { balance, currency } = channel;
  const minutes = profile.price.warnBelowMinutes;
  const carries = balance === null ? null : carriesMinutes({ balance, currency }, rate, minutes, profile);
  return carries === false ? [warn('balance-short', { minutes, balance: balance ?? '', currency })] : [];
}
