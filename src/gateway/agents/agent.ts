import { z } from 'zod';
import { sameSecret } from '../sip/digest.ts';

/** Somebody who may use the gateway; proves it with the token. */
export const agentSchema = z.strictObject({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(200),
  role: z.enum(['agent', 'supervisor']),
  token: z.string().min(1).max(4096),
});
export type Agent = z.infer<typeof agentSchema>;

/** Two agents of one id or token could not be told apart. */
export const agentsSchema = z
  .array(agentSchema)
  .min(1, 'names no agent')
  .superRefine((agents, context) => {
    for (const key of ['id', 'token'] as const) {
      const seen = new Set<string>();
      agents.forEach((agent, index) => {
        if (seen.has(agent[key])) context.addIssue({ code: 'custom', path: [index, key], message: 'stands twice' });
        seen.add(agent[key]);
      });
    }
  });

/** The agent of a token; every token is compared, so that the time it takes says nothing. */
export function agentOfToken(agents: readonly Agent[], token: string): Agent | null {
  let found: Agent | null = null;
  for (const agent of agents) if (sameSecret(agent.token, token)) found = agent;
  return found;
}
