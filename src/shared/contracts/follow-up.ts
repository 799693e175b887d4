/** Missed calls as work that a team shares: one piece for a contact, however often it called, until somebody has done it. */
import { z } from 'zod';
import { callId, callKind, contactId, instant } from './identifiers.ts';
import { noteId } from './note.ts';

const agent = z.object({ id: z.string().min(1).max(64), name: z.string().min(1).max(200) });

export const followUp = z.object({
  /** Of the first call that was missed. */
  id: callId,
  contactId,
  firstAt: instant,
  lastAt: instant,
  /** Calls that were missed since it came up. */
  times: z.int().positive(),
  /** Of the newest one. */
  kind: callKind,
  /** Outside working time, by the hours that held then; those count in no answer rate. */
  outOfHours: z.boolean(),
  takenBy: agent.nullable(),
  /** null: it is to be done. */
  done: z
    .object({
      how: z.enum(['called-back', 'answered', 'dismissed']),
      at: instant,
      /** null: nobody, the contact called again and was answered by the provider's side */
      by: agent.nullable(),
      /** Of a dismissal. */
      reason: z.string().max(200).nullable(),
    })
    .nullable(),
  /** What the team should know of it, from whoever wrote last; absent in what an older gateway tells. */
  note: z
    .object({ text: z.string().min(1).max(500), by: agent, at: instant })
    .nullable()
    .default(null),
  /** What the contact left: the newest one that nobody has played, else the newest. Absent in what was written before there were notes. */
  left: z.object({ id: noteId, kind: callKind, durationMs: z.int().nonnegative() }).nullable().default(null),
});
export type FollowUp = z.infer<typeof followUp>;

export const followUpAct = z.discriminatedUnion('act', [
  /** A supervisor may take it over from whoever has it. */
  z.strictObject({ act: z.literal('take') }),
  z.strictObject({ act: z.literal('release') }),
  z.strictObject({
    act: z.literal('dismiss'),
    reason: z.string().trim().min(1).max(200),
    note: z.string().trim().min(1).max(500).optional(),
  }),
  /** For whoever deals with it, or looks at what was done; empty: none any more. */
  z.strictObject({ act: z.literal('note'), text: z.string().trim().max(500) }),
  /** Takes a dismissal back. */
  z.strictObject({ act: z.literal('reopen') }),
]);
export type FollowUpAct = z.infer<typeof followUpAct>;
