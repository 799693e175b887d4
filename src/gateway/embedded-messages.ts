import { z } from 'zod';
import { scenarioSchema } from '#shared/contracts/scenario.ts';
import { agentsSchema } from './agents/agent.ts';
import { identityShape } from './notes/key-file.ts';

/** The one message with which the desktop's main process starts its embedded gateway. */
export const startMessage = z.strictObject({
  type: z.literal('start').optional(),
  scenario: scenarioSchema,
  /** Base of relative audio paths. */
  scenarioDirectory: z.string().min(1),
  dataDirectory: z.string().min(1),
  runId: z.string().min(1).max(200),
  startedAt: z.int().nonnegative(),
  agents: agentsSchema,
  /** With which the media of notes is encrypted, of age; null: there is no keyring, and media is never written. */
  notesIdentity: z.string().regex(identityShape).nullable().default(null),
  /** Days after which media that was played or sent is dropped; null: never. */
  notesDays: z.int().min(1).max(36_500).nullable().default(null),
});

/** The last one. */
export const stopMessage = z.strictObject({ type: z.literal('stop') });

/** `listening` or `failed` is the one answer to a start; `log` comes at any time. */
export type EmbeddedReply =
  | { readonly type: 'listening'; readonly url: string }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'log'; readonly level: 'info' | 'warn' | 'error'; readonly text: string };
