import type { Note } from '#shared/contracts/note.ts';
import type { SessionSnapshot } from '#shared/contracts/session.ts';

/**
 * Whether a note that is being sent waits for the connection of this computer: only what was left here does, and only where the gateway is not there,
 * for what calls lack holds up no note. An agent who is not known any more left it here: a gateway always says who did.
 */
export const waitsForGateway = (
  { agent }: Pick<Note, 'agent'>,
  { connection, agent: me }: Pick<SessionSnapshot, 'connection' | 'agent'>,
): boolean => !connection.gateway && (agent === null || agent === me.name);
