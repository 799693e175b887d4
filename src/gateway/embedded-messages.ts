import { z } from 'zod';
import { scenarioSchema } from '#shared/contracts/scenario.ts';
import { agentsSchema } from './agents/agent.ts';

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
});

/** The last one. */
export const stopMessage = z.strictObject({ type: z.literal('stop') });

/** `listening` or `failed` is the one answer to a start; `log` comes at any time. */
export type EmbeddedReply =
  | { readonly type: 'listening'; readonly url: string }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'log'; readonly level: 'info' | 'warn' | 'error'; readonly text: string };
