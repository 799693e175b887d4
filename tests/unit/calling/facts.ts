import type { CallingState } from '#shared/contracts/calling.ts';
import type { CallingFacts } from '#shared/contracts/ui-replies.ts';

export const granted: CallingState = {
  permission: { status: 'granted', since: 0, until: null, automatic: false },
  waiting: null,
  askAgainAt: null,
  requestLimits: [],
  callLimits: [],
  providerRefuses: { request: false, call: false },
  serviceWindowUntil: null,
  replyNeeded: false,
  unanswered: 0,
};

export const facts = (changes: Partial<CallingFacts> = {}): CallingFacts => ({
  contactId: 'anna',
  number: '+393331234567',
  channel: {
    number: '+390612345678',
    callingOn: true,
    contactsMayCall: true,
    hours: null,
    balance: '25.00',
    currency: 'USD',
    messagingLimit: null,
    pausedUntil: null,
  },
  state: granted,
  rate: { perMinute: '0.0103', currency: 'USD' },
  profile: 'respond-io-2025-08',
  clockAheadMs: 0,
  assignee: null,
  ...changes,
});
