/** The closed lists of what the rules can say. The ui has words for each (docs/rules.md). */

/** Why something is refused. */
export const ruleIds = [
  /** calls are switched off for the channel */
  'calling-off',
  /** contacts may not call this channel */
  'contacts-may-not-call',
  /** business numbers of this country cannot place calls */
  'outbound-unavailable',
  /** the number is none, or not one that can exist */
  'number-impossible',
  /** the number belongs to no country that is known */
  'region-unknown',
  /** no calls to or from this country or area */
  'region-blocked',
  /** the channel's messaging limit is below what calling needs */
  'messaging-limit-low',
  'balance-low',
  /** the provider has paused calls of this channel, usually for low quality */
  'calling-paused',
  'out-of-hours',

  /** never asked */
  'permission-missing',
  /** asked, no answer yet */
  'permission-waiting',
  'permission-declined',
  'permission-revoked',
  /** revoked by itself after too many unanswered calls */
  'permission-revoked-unanswered',
  /** a temporary one, and its time is over */
  'permission-expired',
  /** asking is pointless: there is a permanent one */
  'permission-exists',

  /** under this profile a template cannot carry the request */
  'template-cannot-ask',
  /** the conversation was opened by a template and the contact has not written since */
  'reply-needed',
  'service-window-closed',
  'declined-recently',
  'requests-per-day',
  'requests-per-week',

  /** attempts in the first hours after the grant */
  'attempts-after-grant',
  /** connected calls in a day */
  'connected-calls',

  /** a limit of the provider that no rule here explains */
  'provider-limit',
  /** the provider refused and did not say until when */
  'provider-refused',
  /** a call with this contact is going on */
  'already-in-call',
  /** the contact's WhatsApp cannot be reached by calls or messages of a business */
  'contact-unreachable',
  /** the provider or the line failed; nothing to do with a rule */
  'provider-failed',
] as const;
export type RuleId = (typeof ruleIds)[number];

/** What has to happen where waiting does not help. */
export const needIds = [
  'switch-calling-on',
  'let-contacts-call',
  'another-business-number',
  'correct-number',
  /** nothing lifts it while the number is what it is */
  'nothing-helps',
  'raise-messaging-limit',
  'top-up',
  'grant',
  'contact-writes',
  'ask-by-message',
  'end-other-call',
  'ask-provider',
] as const;
export type NeedId = (typeof needIds)[number];

/** What an agent should know before doing what is allowed. */
export const warningIds = [
  'unreliable-region',
  /** a mobile code handed out in a blocked area; where the telephone is cannot be told */
  'region-uncertain',
  /** the contact has no number, so its region and price are not known */
  'region-not-known',
  'balance-unknown',
  /** the balance does not carry the first minutes */
  'balance-short',
  'rate-unknown',
  /** some more unanswered calls and the permission is gone */
  'revocation-near',
  /** calls can be taken, not placed */
  'outbound-unavailable',
  'messaging-limit-unknown',
] as const;
export type WarningId = (typeof warningIds)[number];
