/** A scripted shift for the sandbox: see docs/scenarios.md. Unknown fields are errors, so that a misspelt one is noticed. */
import { z } from 'zod';
import { importRateCard } from '../domain/rules/rate-card.ts';
import { businessHoursSchema } from './business-hours.ts';
import { channelSettings } from './calling.ts';
import { callKind, decimal } from './identifiers.ts';
import { reaction } from './reaction.ts';

const milliseconds = z.int().min(0).max(86_400_000);
const e164 = z.string().regex(/^\+[1-9]\d{5,14}$/, 'must be an international number such as +393331234567');

/** What `audio` names; the file path has forward slashes and stays beside or below the scenario file. */
export type ScenarioAudio =
  | { readonly kind: 'tone'; readonly hertz: number }
  | { readonly kind: 'speech'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string };

/** null where the text is none of the three forms. */
export function parseScenarioAudio(audio: string): ScenarioAudio | null {
  if (audio.startsWith('tone:')) {
    const hertz = /^tone:\d{2,5}$/.test(audio) ? Number(audio.slice('tone:'.length)) : 0;
    return hertz >= 20 && hertz <= 20_000 ? { kind: 'tone', hertz } : null;
  }
  if (audio.startsWith('speech:')) {
    const text = audio.slice('speech:'.length).trim();
    return text === '' ? null : { kind: 'speech', text };
  }
  const climbs = audio.split('/').some((part) => part === '..' || part === '');
  return climbs || /[\\:\0]/.test(audio) ? null : { kind: 'file', path: audio };
}

/** `tone:440`, `speech:TEXT`, or a path beside the scenario file. */
export const scenarioAudio = z
  .string()
  .min(1)
  .max(4096)
  .refine(
    (value) => parseScenarioAudio(value) !== null,
    'must be "tone:HERTZ" (20 to 20000, whole), "speech:TEXT", or the path of a file beside the scenario, without ".."',
  );

/** `echo`: the contact sends back what it sees of the agent; `off`: no picture; else the path of a WebM file with VP8 beside the scenario file, played again and again. */
export const scenarioVideo = z
  .string()
  .min(1)
  .max(4096)
  .refine(
    (value) => parseScenarioAudio(value)?.kind === 'file',
    'must be "echo", "off", or the path of a file beside the scenario, without ".."',
  );

/** What a contact does in a call when the agent sends a reaction: sends the same back, or nothing. */
const reacts = z.enum(['back', 'never']);

const answers = z
  .string()
  .regex(/^(after:\d{1,7}|never|decline)$/, 'must be "after:MILLISECONDS", "never" or "decline"');

const asked = z
  .string()
  .regex(
    /^(after:\d{1,7} (grant|decline)|ignore)$/,
    'must be "after:MILLISECONDS grant", "after:MILLISECONDS decline" or "ignore"',
  );
const term = z.enum(['permanent', 'temporary']);

const rate = z.strictObject({
  place: z
    .string()
    .regex(/^([A-Z]{2}|[1-9]\d{0,6})$/, 'must be a country such as IT, or the beginning of numbers such as 39'),
  perMinute: decimal,
  currency: z.string().regex(/^[A-Z]{3}$/),
  fromMinutes: z.int().min(0).max(999_999_999).default(0),
});

/** As if they came from a file: the same faults, each at its row. */
const rates = z
  .array(rate)
  .min(1)
  .max(5_000)
  .superRefine((rows, context) => {
    const lines = rows.map(
      ({ place, perMinute, currency, fromMinutes }) => `${place},${perMinute},${currency},${fromMinutes}`,
    );
    const imported = importRateCard(lines.join('\n'));
    if (imported.ok) return;
    for (const { line, message } of imported.flaws)
      context.addIssue({ code: 'custom', path: [line - 1], message: message.replace(/^line \d+: /, '') });
  });

const scenarioContact = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be 1 to 64 letters (a to z), digits, dots, underscores or hyphens'),
  name: z.string().min(1).max(200),
  phone: e164.optional(),
  /** What the contact does when the business calls. */
  answers: answers.default('after:2000'),
  permission: z.enum(['none', 'granted', 'declined']).default('granted'),
  /** What the contact does when it is asked for permission to be called. */
  asked: asked.default('after:2000 grant'),
  /** Of the permission it gives. */
  term: term.default('permanent'),
  /** What the contact does with a note: plays it after so long, or never. */
  plays: z
    .string()
    .regex(/^(after:\d{1,7}|never)$/, 'must be "after:MILLISECONDS" or "never"')
    .default('after:2000'),
  /** What is seen of the contact in a video call: see {@link scenarioVideo}. */
  video: scenarioVideo.default('echo'),
  reacts: reacts.default('back'),
  /** What is heard when the contact answers a business-initiated call. */
  audio: scenarioAudio.default('tone:440'),
});

/** Another agent of the team, who exists in the sandbox only: rings and answers, but has neither desktop nor sound. */
const scenarioColleague = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,50}$/, 'must be 1 to 50 letters (a to z), digits, dots, underscores or hyphens'),
  name: z.string().min(1).max(200),
  /** What the colleague does when a contact's call rings. */
  answers: answers.default('after:5000'),
  /** Hangs up this many milliseconds after the answer. */
  talksFor: milliseconds.default(20_000),
});

const step = { at: milliseconds };

export const scenarioStep = z.discriminatedUnion('do', [
  z.strictObject({ ...step, do: z.literal('message'), contact: z.string(), text: z.string().min(1).max(4096) }),
  z.strictObject({
    ...step,
    do: z.literal('call'),
    contact: z.string(),
    kind: callKind.default('voice'),
    audio: scenarioAudio.default('tone:440'),
    /** The contact gives up after this many milliseconds of ringing. */
    ringFor: milliseconds.default(30_000),
    /** The contact hangs up this many milliseconds after the answer; absent: waits for the agent. */
    hangUpAfter: milliseconds.optional(),
  }),
  /** The contact leaves a note, tied to its newest call that nobody answered. */
  z.strictObject({
    ...step,
    do: z.literal('note'),
    contact: z.string(),
    kind: callKind.default('voice'),
    /** A video note needs a file: WebM with VP8 or VP9. */
    audio: scenarioAudio.default('tone:440'),
    durationMs: z.int().min(200).max(120_000).default(6_000),
    /** As the provider wrote it down. */
    transcript: z.string().min(1).max(20_000).optional(),
    language: z.string().max(35).optional(),
    /** Left spoilt: cut off, of another container, altered, or too long or large for this product. */
    spoilt: z.enum(['truncated', 'not-media', 'altered', 'unknown-codec', 'unknown-call']).optional(),
  }),
  /** The contact sends a reaction in its call, if it is in one. */
  z.strictObject({ ...step, do: z.literal('react'), contact: z.string(), reaction }),
  z.strictObject({ ...step, do: z.literal('balance'), value: decimal.nullable() }),
  /** Without a request, or before one; `term`: absent: the contact's. */
  z.strictObject({ ...step, do: z.literal('grant'), contact: z.string(), term: term.optional() }),
  z.strictObject({ ...step, do: z.literal('decline'), contact: z.string() }),
  z.strictObject({ ...step, do: z.literal('revoke'), contact: z.string() }),
  /** From now on the provider refuses calls of this contact, requests for permission, or notes to it, with that error code; null: no longer. */
  z.strictObject({
    ...step,
    do: z.literal('refuse'),
    contact: z.string(),
    what: z.enum(['call', 'request', 'note']).default('call'),
    code: z.int().min(1).max(999_999).nullable(),
    /** Lifts by itself after so many milliseconds by the clock of the rules, and says so; absent: without end, and unsaid. */
    for: z
      .int()
      .min(1)
      .max(366 * 86_400_000)
      .optional(),
  }),
  /** Sets the clock by which the rules are judged so many milliseconds ahead, a year at most. */
  z.strictObject({
    ...step,
    do: z.literal('clock'),
    by: z
      .int()
      .min(1)
      .max(366 * 86_400_000),
  }),
  /** What the business did from another system: a request that nothing answers but `grant` and `decline`, … */
  z.strictObject({
    ...step,
    do: z.literal('request'),
    contact: z.string(),
    via: z.enum(['message', 'template']).default('message'),
  }),
  /** … a template, … */
  z.strictObject({ ...step, do: z.literal('template'), contact: z.string(), text: z.string().min(1).max(4096) }),
  /** … calls, each answered for a minute or not at all. */
  z.strictObject({
    ...step,
    do: z.literal('called'),
    contact: z.string(),
    answered: z.boolean().default(false),
    times: z.int().min(1).max(200).default(1),
  }),
  /** A supervisor changes the channel elsewhere; what is absent stays. */
  z.strictObject({
    ...step,
    do: z.literal('channel'),
    callingOn: channelSettings.shape.callingOn.exactOptional(),
    contactsMayCall: channelSettings.shape.contactsMayCall.exactOptional(),
    hours: channelSettings.shape.hours.exactOptional(),
    ringing: channelSettings.shape.ringing.exactOptional(),
  }),
  /** The provider pauses calls of the channel for so long. */
  z.strictObject({ ...step, do: z.literal('pause'), for: milliseconds }),
]);

export const scenarioSchema = z
  .strictObject({
    workspace: z.strictObject({
      name: z.string().min(1).max(200),
      number: e164,
      /** Exact; null: unknown. */
      balance: decimal.nullable().default('25.00'),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .default('USD'),
      recording: z.boolean().default(true),
      /** The provider carries pictures. */
      video: z.boolean().default(true),
      rules: z.enum(['respond-io-2025-08', 'meta-2026-10']).default('respond-io-2025-08'),
      /** Working time; absent: always open. */
      hours: businessHoursSchema.optional(),
      /** Business-initiated conversations in 24 hours; null: not known. */
      messagingLimit: z.int().nonnegative().nullable().optional(),
      ringing: channelSettings.shape.ringing.optional(),
      rates: rates.optional(),
    }),
    contacts: z.array(scenarioContact).max(100_000),
    colleagues: z.array(scenarioColleague).max(100).optional(),
    timeline: z.array(scenarioStep).max(100_000).default([]),
  })
  .superRefine((scenario, context) => {
    const idsOf = (list: 'contacts' | 'colleagues'): ReadonlySet<string> => {
      const ids = new Set<string>();
      scenario[list]?.forEach(({ id }, index) => {
        if (ids.has(id))
          context.addIssue({ code: 'custom', path: [list, index, 'id'], message: `"${id}" stands twice` });
        ids.add(id);
      });
      return ids;
    };
    const ids = idsOf('contacts');
    idsOf('colleagues');
    scenario.timeline.forEach((entry, index) => {
      if ('kind' in entry && entry.kind === 'video' && !scenario.workspace.video)
        context.addIssue({
          code: 'custom',
          path: ['timeline', index, 'kind'],
          message: 'must be "voice": workspace.video says that there are no pictures',
        });
      if ('contact' in entry && !ids.has(entry.contact))
        context.addIssue({
          code: 'custom',
          path: ['timeline', index, 'contact'],
          message: `no contact has the id "${entry.contact}"`,
        });
    });
  });

export type Scenario = z.infer<typeof scenarioSchema>;
export type ScenarioStep = z.infer<typeof scenarioStep>;
export type ScenarioContact = Scenario['contacts'][number];
