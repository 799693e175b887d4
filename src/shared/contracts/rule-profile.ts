/**
 * A rule profile: the numbers around a call as data (`resources/rules/<id>.json`). Evaluated by `domain/rules`, explained in
 * docs/rules.md. Unknown fields are errors, so that a misspelt number is noticed.
 */
import { z } from 'zod';
import { isTimeZone } from './business-hours.ts';
import { decimal } from './identifiers.ts';

/** ISO 3166-1 alpha-2. */
export const countryCode = z.string().regex(/^[A-Z]{2}$/, 'must be an ISO country code such as IT');

/** Parts of a country that have no code of their own and are told, where they can be, by area code. */
const areaId = z.enum(['crimea', 'donetsk', 'luhansk']);
export type AreaId = z.infer<typeof areaId>;

const count = z.int().min(1).max(100_000);
const hours = z
  .int()
  .min(1)
  .max(24 * 366);
/** The beginning of E.164 numbers. */
const prefix = z.string().regex(/^\+[1-9]\d{1,6}$/, 'must be the beginning of an international number such as +7365');
const prefixes = z.array(prefix).max(200);

const area = z.strictObject({
  /** Landlines: the area code is that of the region. */
  certain: prefixes,
  /** Mobile codes handed out there; the telephone may be anywhere. */
  likely: prefixes,
});

const regions = z.strictObject({
  /** Business numbers of these countries cannot place calls. */
  outboundUnavailable: z.array(countryCode).max(250),
  /** No calls at all, whichever side is there. */
  blockedCountries: z.array(countryCode).max(250),
  blockedAreas: z.array(areaId).max(10),
  /** Calls may fail or not connect: warn before calling. */
  unreliable: z.array(countryCode).max(250),
  areas: z.record(areaId, area),
  /** Numbers of countries with such areas that say nothing about where they are. */
  unlocatable: prefixes,
});

const permissionRequest = z.strictObject({
  /** Rolling, not calendar: a request counts for exactly 24 hours. */
  per24Hours: count,
  per7Days: count,
  needsServiceWindow: z.boolean(),
  /** A template may carry the request, which then needs no open service window. */
  templateMayCarry: z.boolean(),
  /** After a template opened the conversation, only once the contact has written. */
  afterTemplateNeedsReply: z.boolean(),
  askAgainAfterDeclineHours: hours,
  /** A connected call, whoever placed it, sets the counts of requests back to none. */
  connectedCallResets: z.boolean(),
  /** A request that nobody answered is no longer waited for; null: it is waited for without end. */
  expiresAfterHours: hours.nullable(),
});

const grant = z.strictObject({
  /** How long a temporary permission lasts where the provider does not say; null: every permission lasts until revoked. */
  temporaryHours: hours.nullable(),
  /** A call of the contact, taken or not, gives a temporary one by itself (the provider's callback permission). */
  afterContactCall: z.boolean(),
  /** So many unanswered calls in a row revoke it; null: they never do. */
  revokedAfterUnanswered: count.nullable(),
  /** So many unanswered calls in a row are worth a warning; null: never. */
  warnedAfterUnanswered: count.nullable(),
});

const callLimit = z.strictObject({
  /** `placed`: each attempt; `connected`: only calls that the contact answered. */
  counts: z.enum(['placed', 'connected']),
  max: count,
  hours,
  /** `grant`: only in the first hours after the grant, later there is no limit; `rolling`: in any such span. */
  from: z.enum(['grant', 'rolling']),
});

const price = z.strictObject({
  /** A call is charged by such steps, each begun one in full. 60: by the minute. */
  pulseSeconds: z.int().min(1).max(60),
  /** The rate of a country falls with the minutes of the month; the whole call that crosses a bound takes the lower rate. */
  volumeTiers: z.boolean(),
  /** IANA zone in which a month of these tiers begins. */
  monthTimeZone: z.string().max(64).refine(isTimeZone, 'must be an IANA time zone such as Europe/Rome'),
  /** Warn before a call that the balance does not carry for so many minutes. */
  warnBelowMinutes: z.int().min(1).max(600),
});

export const ruleProfileSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/),
    minimumBalance: decimal,
    /** Business-initiated conversations in 24 hours that the number must be allowed for calling to be switched on. */
    minimumMessagingLimit: z.int().nonnegative(),
    regions,
    permissionRequest,
    grant,
    callLimit,
    serviceWindow: z.strictObject({
      hours,
      /** What opens or renews it; nothing else does. */
      renewedBy: z.array(z.enum(['message', 'incoming-call', 'answered-outgoing-call'])).min(1),
    }),
    /** Whether a call opens a closed conversation ("conversation opened" event). */
    callOpensConversation: z.boolean(),
    outOfHours: z.strictObject({ refused: z.boolean(), countedInAnswerRate: z.boolean() }),
    price,
  })
  .superRefine((profile, context) => {
    const { per24Hours, per7Days } = profile.permissionRequest;
    if (per7Days < per24Hours)
      context.addIssue({
        code: 'custom',
        path: ['permissionRequest', 'per7Days'],
        message: 'must not be below per24Hours',
      });
    const { revokedAfterUnanswered: revoked, warnedAfterUnanswered: warned } = profile.grant;
    if (revoked !== null && warned !== null && warned >= revoked)
      context.addIssue({
        code: 'custom',
        path: ['grant', 'warnedAfterUnanswered'],
        message: 'must be below revokedAfterUnanswered',
      });
  });

export type RuleProfile = z.infer<typeof ruleProfileSchema>;
