import type { Reaction } from '#shared/contracts/reaction.ts';

/** The name of each one's text (`reactions.NAME`), in the order in which they are offered. Its own list, because the contract's brings the checks of main with it. */
export const reactionNames = {
  '👍': 'thumbsUp',
  '❤️': 'heart',
  '😂': 'laughing',
  '😮': 'surprised',
  '🙏': 'thanks',
  '👏': 'applause',
} as const satisfies Readonly<Record<Reaction, string>>;

export const offeredReactions = Object.keys(reactionNames) as readonly Reaction[];
