import { readFileSync } from 'node:fs';
import type { CallingFact, ChannelState, ProviderAction } from '#shared/contracts/calling.ts';
import { type RuleProfile, ruleProfileSchema } from '#shared/contracts/rule-profile.ts';
import { callingStateOf } from '#shared/domain/rules/calling-state.ts';
import { type CallFacts, evaluateCall } from '#shared/domain/rules/evaluate-call.ts';
import { evaluateIncoming } from '#shared/domain/rules/evaluate-incoming.ts';
import {
  evaluatePermissionRequest,
  type PermissionRequestFacts,
} from '#shared/domain/rules/evaluate-permission-request.ts';

const load = (id: string): RuleProfile =>
  ruleProfileSchema.parse(
    JSON.parse(readFileSync(new URL(`../../../../resources/rules/${id}.json`, import.meta.url), 'utf8')),
  );

/** What the seeds say. */
export const seeds = load('respond-io-2025-08');
/** What the provider's own pages say. */
export const meta = load('meta-2026-10');
export const profiles = [seeds, meta] as const;

export const hour = 3_600_000;
export const day = 24 * hour;
/** A Monday, 00:00 UTC. */
export const monday = Date.UTC(2026, 9, 12);

export const channel: ChannelState = {
  number: '+390612345678',
  callingOn: true,
  contactsMayCall: true,
  hours: null,
  balance: '25.00',
  currency: 'USD',
  messagingLimit: 2000,
  pausedUntil: null,
};

export const contactNumber = '+393331234567';

let next = 0;
const id = (): string => `f${next++}`;

export const wrote = (at: number): CallingFact => ({ fact: 'message', id: id(), at });
export const template = (at: number): CallingFact => ({ fact: 'template', id: id(), at });
export const asked = (at: number, via: 'message' | 'template' = 'message'): CallingFact => ({
  fact: 'request',
  id: id(),
  at,
  via,
});
export const declined = (at: number): CallingFact => ({ fact: 'decline', id: id(), at });
export const revoked = (at: number): CallingFact => ({ fact: 'revoke', id: id(), at, source: 'contact' });
export const granted = (at: number, term: 'permanent' | 'temporary' = 'permanent'): CallingFact => ({
  fact: 'grant',
  id: id(),
  at,
  term,
  until: null,
  source: 'contact',
});
type Direction = 'user-initiated' | 'business-initiated';
/** Rings for 5 s, and talks for 60 s where it is answered. */
export const call = (at: number, answered: boolean, direction: Direction = 'business-initiated'): CallingFact[] => {
  const callId = id();
  const base = { fact: 'call', id: callId, direction } as const;
  const answer = { ...base, stage: 'answered', at: at + 5000 } as const;
  return [
    { ...base, stage: 'started', at },
    ...(answered ? [answer] : []),
    {
      ...base,
      stage: 'ended',
      at: at + (answered ? 65_000 : 5000),
      talkMs: answered ? 60_000 : null,
      failed: false,
    },
  ];
};

export const mayCall = (
  history: readonly CallingFact[],
  profile: RuleProfile,
  now: number,
  more: Partial<CallFacts> = {},
) =>
  evaluateCall(
    { channel, contactNumber, inCall: false, rate: null, state: callingStateOf(history, profile), ...more },
    profile,
    now,
  );

export const mayAsk = (
  history: readonly CallingFact[],
  profile: RuleProfile,
  now: number,
  more: Partial<PermissionRequestFacts> = {},
) =>
  evaluatePermissionRequest(
    { channel, contactNumber, via: 'message', state: callingStateOf(history, profile), ...more },
    profile,
    now,
  );

/** A contact's call at {@link monday}, on a channel like {@link channel} but for the change. */
export const incoming = (
  change: Partial<ChannelState>,
  profile: RuleProfile = seeds,
  number: string | null = contactNumber,
) => evaluateIncoming({ channel: { ...channel, ...change }, contactNumber: number }, profile, monday);

export const action = (allowed: boolean, ...limits: ProviderAction['limits']): ProviderAction => ({ allowed, limits });

/** What the provider answers when it is asked about the contact. */
export const provider = (
  at: number,
  permission: { readonly status: 'none' | 'temporary' | 'permanent'; readonly until?: number },
  request = action(true),
  start = action(true),
): CallingFact => ({
  fact: 'provider',
  id: `p${at}`,
  at,
  permission: { status: permission.status, until: permission.until ?? null },
  request,
  call: start,
});
