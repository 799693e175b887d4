import { z } from 'zod';

/** What one can send in a call with one key. */
export const reactions = ['👍', '❤️', '😂', '😮', '🙏', '👏'] as const;
export const reaction = z.enum(reactions);
export type Reaction = z.infer<typeof reaction>;

/**
 * INFO package (RFC 6086) of reactions: the far end names it in `Recv-Info` where it takes them; an INFO with `Info-Package` and this name carries one as
 * `text/plain;charset=utf-8`.
 */
export const reactionPackage = 'cornetta-reaction';
