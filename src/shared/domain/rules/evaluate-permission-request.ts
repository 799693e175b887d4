import type { CallingState, ChannelState } from '#shared/contracts/calling.ts';
import type { RuleProfile } from '#shared/contracts/rule-profile.ts';
import {
  businessNumber,
  type Check,
  callingOff,
  contactNumber,
  fullLimits,
  passes,
  paused,
  regionWarnings,
} from './checks.ts';
import { type Verdict, verdict } from './decide.ts';
import { fewestRemaining } from './limit.ts';
import { windowClosed } from './service-window.ts';

export interface PermissionRequestFacts {
  readonly channel: ChannelState;
  /** E.164; null: the contact has a username only. */
  readonly contactNumber: string | null;
  readonly state: CallingState;
  /** A free-form message, or a template that carries the request. */
  readonly via: 'message' | 'template';
}

export interface RequestsRemaining {
  /** Requests that may be sent now, this one included; null: no limit. */
  readonly requests: number | null;
}

/** Whether the contact may be asked for permission now. A balance is not asked for: a request is a message. */
export function evaluatePermissionRequest(
  facts: PermissionRequestFacts,
  profile: RuleProfile,
  now: number,
): Verdict<RequestsRemaining> {
  const { channel, state } = facts;
  const objections = (at: number): Check => [
    ...callingOff(channel),
    ...businessNumber(channel, profile, true),
    ...contactNumber(facts.contactNumber, profile),
    ...paused(channel, at),
    ...permissionExists(state),
    ...carrier(facts, profile, at),
    ...(state.askAgainAt !== null && at < state.askAgainAt
      ? [{ rule: 'declined-recently', until: state.askAgainAt } as const]
      : passes),
    ...fullLimits(state.requestLimits, at),
    ...(state.providerRefuses.request ? [{ rule: 'provider-refused', need: 'ask-provider' } as const] : passes),
  ];
  return verdict(objections, now, () => ({
    warnings: regionWarnings(channel, facts.contactNumber, profile),
    remaining: { requests: fewestRemaining(state.requestLimits, now) },
  }));
}

/** A temporary permission may be asked to become a permanent one. */
const permissionExists = ({ permission: { status, until } }: CallingState): Check =>
  status === 'granted' && until === null ? [{ rule: 'permission-exists', need: 'nothing-helps' }] : passes;

/** What carries the request: a template needs the profile's leave, a free-form message an open service window. */
function carrier({ state, via }: PermissionRequestFacts, { permissionRequest }: RuleProfile, at: number): Check {
  if (via === 'template')
    return permissionRequest.templateMayCarry ? passes : [{ rule: 'template-cannot-ask', need: 'ask-by-message' }];
  return [
    ...(state.replyNeeded ? [{ rule: 'reply-needed', need: 'contact-writes' } as const] : passes),
    ...(permissionRequest.needsServiceWindow ? windowClosed(state.serviceWindowUntil, at) : passes),
  ];
}
