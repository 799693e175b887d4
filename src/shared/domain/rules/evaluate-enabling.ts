import type { ChannelState } from '#shared/contracts/calling.ts';
import type { RuleProfile } from '#shared/contracts/rule-profile.ts';
import { businessNumber, type Check, passes } from './checks.ts';
import { type Verdict, verdict, warn } from './decide.ts';

export type EnablingFacts = Pick<ChannelState, 'number' | 'messagingLimit'>;

/** Whether calling may be switched on for a channel. No time lifts what refuses here. */
export function evaluateEnabling(channel: EnablingFacts, profile: RuleProfile): Verdict<null> {
  const { messagingLimit } = channel;
  const minimum = profile.minimumMessagingLimit;
  const objections = (): Check => [
    ...businessNumber(channel, profile, false),
    ...(messagingLimit !== null && messagingLimit < minimum
      ? [
          {
            rule: 'messaging-limit-low',
            params: { limit: messagingLimit, minimum },
            need: 'raise-messaging-limit',
          } as const,
        ]
      : passes),
  ];
  return verdict(objections, 0, () => ({
    warnings: [
      ...businessNumber(channel, profile, true).map(({ params }) => warn('outbound-unavailable', params)),
      ...(messagingLimit === null ? [warn('messaging-limit-unknown', { minimum })] : []),
    ],
    remaining: null,
  }));
}
