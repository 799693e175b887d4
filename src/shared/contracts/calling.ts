/**
 * What the rules around a call are evaluated from. A gateway keeps {@link callingFact}s for each contact and sends the desktop
 * {@link callingState}, their summary: the same functions (`domain/rules`) answer from it, with each side's own clock.
 */
import { z } from 'zod';
import { needIds, ruleIds } from '../domain/rules/rule-ids.ts';
import { businessHoursSchema } from './business-hours.ts';
import { callDirection, callId, decimal, entryId, instant } from './identifiers.ts';

const dated = { id: entryId, at: instant };

/** One limit as the provider counts it, such as `{"time_period":"PT24H","max_allowed":1,"current_usage":1}`. */
const providerLimit = z.strictObject({
  windowMs: z.int().positive(),
  max: z.int().nonnegative().max(100_000),
  used: z.int().nonnegative().max(100_000),
  /** When it stops being full; null: not said, or not full. */
  liftsAt: instant.nullable(),
});
export type ProviderLimit = z.infer<typeof providerLimit>;

const providerAction = z.strictObject({ allowed: z.boolean(), limits: z.array(providerLimit).max(20) });
export type ProviderAction = z.infer<typeof providerAction>;

/** An error code of the provider (`domain/rules/provider-errors.ts`). */
export const providerCode = z.int().min(1).max(999_999);

const callDated = { fact: z.literal('call'), id: callId, at: instant, direction: callDirection };

/** A call that was refused before the provider took it has no fact. */
const callFact = z.discriminatedUnion('stage', [
  /** The provider took our call, or told us of the contact's. */
  z.strictObject({ ...callDated, stage: z.literal('started') }),
  /** Somebody picked up. Not the provider's `connect` of a call of ours, which only says that media is ready. */
  z.strictObject({ ...callDated, stage: z.literal('answered') }),
  z.strictObject({
    ...callDated,
    stage: z.literal('ended'),
    /** null: nobody answered, whatever the provider calls the outcome. */
    talkMs: z.int().nonnegative().nullable(),
    /** It did not reach the contact, so it is none that the contact left unanswered. */
    failed: z.boolean(),
  }),
]);

/**
 * Something dated that happened with one contact. A fact is known by `fact` and `id` (calls: and `stage`): told twice, it counts once.
 * `at` is the provider's own time of it, so facts may come late and in any order.
 */
export const callingFact = z.discriminatedUnion('fact', [
  /** We asked; `id` is the request's. */
  z.strictObject({ fact: z.literal('request'), ...dated, via: z.enum(['message', 'template']) }),
  z.strictObject({
    fact: z.literal('grant'),
    ...dated,
    term: z.enum(['permanent', 'temporary']),
    /** End of a temporary one as the provider said; null: not said. */
    until: instant.nullable(),
    /** `automatic`: it followed from a call of the contact. It never shortens what the contact granted. */
    source: z.enum(['contact', 'automatic']),
  }),
  z.strictObject({ fact: z.literal('decline'), ...dated }),
  z.strictObject({ fact: z.literal('revoke'), ...dated, source: z.enum(['contact', 'automatic']) }),
  /** The contact wrote. */
  z.strictObject({ fact: z.literal('message'), ...dated }),
  /** We sent a template. A request via template is one by itself. */
  z.strictObject({ fact: z.literal('template'), ...dated }),
  callFact,
  /** The provider was asked what holds for this contact; it overrides what we counted before `at`. */
  z.strictObject({
    fact: z.literal('provider'),
    ...dated,
    permission: z.strictObject({ status: z.enum(['none', 'temporary', 'permanent']), until: instant.nullable() }),
    request: providerAction,
    call: providerAction,
  }),
  /** The provider refused (`domain/rules/provider-errors.ts`), perhaps saying until when. */
  z.strictObject({
    fact: z.literal('refusal'),
    ...dated,
    action: z.enum(['request', 'call']),
    rule: z.enum(ruleIds),
    until: instant.nullable(),
    /** Its error code, for the provider's own words; absent: not kept by whoever wrote the fact. */
    code: providerCode.optional(),
  }),
]);
export type CallingFact = z.infer<typeof callingFact>;

/** Counted things, each as the instant at which it stops counting, the latest first; at most `max` of them. Full: nothing more is allowed. */
export const callingLimit = z.object({
  rule: z.enum(ruleIds),
  windowMs: z.int().positive(),
  max: z.int().nonnegative(),
  leavesAt: z.array(instant).max(100_000),
  /** The error code with which the provider said that it is full, and not how much it allows: `max` counts nothing then. */
  code: providerCode.optional(),
});
export type CallingLimit = z.infer<typeof callingLimit>;

/** What has to be known of a contact to evaluate every rule, at any time. Made by `callingStateOf`; depends on no clock. */
export const callingState = z.object({
  permission: z.object({
    status: z.enum(['none', 'granted', 'declined', 'revoked']),
    /** Since when it is so; null: it always was. Of a grant: since when there is a permission without a gap. */
    since: instant.nullable(),
    /** End of a temporary permission; null: none. */
    until: instant.nullable(),
    /** Revoked by itself after unanswered calls. */
    automatic: z.boolean(),
  }),
  /** A request that waits for its answer: until when it does (null: without end); null: none waits. */
  waiting: z.object({ since: instant, until: instant.nullable() }).nullable(),
  /** The contact declined: not to be asked before. */
  askAgainAt: instant.nullable(),
  requestLimits: z.array(callingLimit).max(20),
  callLimits: z.array(callingLimit).max(20),
  /** The provider refuses, and no limit or permission explains it. */
  providerRefuses: z.object({ request: z.boolean(), call: z.boolean() }),
  serviceWindowUntil: instant.nullable(),
  /** A template opened the conversation and the contact has not written since. */
  replyNeeded: z.boolean(),
  /** Business-initiated calls in a row that nobody answered. */
  unanswered: z.int().nonnegative(),
});
export type CallingState = z.infer<typeof callingState>;

/** How calls of contacts ring. */
const ringing = z.strictObject({
  mode: z.enum(['everyone', 'assignee-first', 'assignee-only']),
  /** How long the assignee rings alone before everyone does (`assignee-first`). */
  assigneeMs: z.int().min(3_000).max(60_000),
});

/** What a supervisor decides for a channel. */
export const channelSettings = z.strictObject({
  callingOn: z.boolean(),
  contactsMayCall: z.boolean(),
  /** null: always open. */
  hours: businessHoursSchema.nullable(),
  ringing,
});
export type ChannelSettings = z.infer<typeof channelSettings>;

/** What has to be known of a channel. */
export const channelState = z.object({
  /** Business number, E.164; null: not known. */
  number: z.string().max(40).nullable(),
  callingOn: z.boolean(),
  contactsMayCall: z.boolean(),
  /** null: always open. */
  hours: businessHoursSchema.nullable(),
  balance: decimal.nullable(),
  currency: z.string().length(3),
  /** Business-initiated conversations in 24 hours; null: not known. */
  messagingLimit: z.int().nonnegative().nullable(),
  /** The provider has paused calls until then. */
  pausedUntil: instant.nullable(),
});
export type ChannelState = z.infer<typeof channelState>;

/** Values for the words of a rule: amounts as exact decimals, instants in milliseconds. */
export const ruleParams = z.record(z.string().max(40), z.union([z.string().max(100), z.number()]));
export type RuleParams = z.infer<typeof ruleParams>;

/** A refusal as it crosses boundaries: a gateway refuses with the same reason as the desktop would have. */
export const ruleRefusal = z.object({
  allowed: z.literal(false),
  /** The first one by the order in docs/rules.md. */
  rule: z.enum(ruleIds),
  params: ruleParams,
  /** The first instant at which it is allowed if nothing else happens; null: never by waiting alone, see `needs`. */
  liftsAt: instant.nullable(),
  /** Where waiting alone does not help: when what time lifts is over; null: nothing to wait for. */
  waitUntil: instant.nullable(),
  /** What has to happen, in the order of the rules; empty exactly where `liftsAt` stands. */
  needs: z.array(z.enum(needIds)).max(needIds.length),
  /** Every rule that refuses now, `rule` first. */
  rules: z.array(z.enum(ruleIds)).min(1).max(ruleIds.length),
});
export type RuleRefusal = z.infer<typeof ruleRefusal>;
