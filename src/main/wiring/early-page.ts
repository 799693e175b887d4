import type { ConversationRow, Page } from '#shared/contracts/records.ts';

export interface EarlyPage {
  readonly isThere: Promise<boolean>;
  /** The page, where it is the one that is asked for; once, for what the window asks later may have changed. */
  take(query: { readonly before: string | null; readonly limit: number }): Promise<Page<ConversationRow> | null>;
  /** From now on the cache may change. */
  drop(): void;
}

/** As the window asks first. */
const firstLimit = 50;

/** The top of the inbox as it stands before anything can change it. */
export function createEarlyPage(read: (limit: number) => Promise<Page<ConversationRow> | null>): EarlyPage {
  const nothing = Promise.resolve(null);
  let page = read(firstLimit).catch(() => null);
  return {
    isThere: page.then((found) => found !== null),
    take: ({ before, limit }) => {
      if (before !== null || limit !== firstLimit) return nothing;
      const taken = page;
      page = nothing;
      return taken;
    },
    drop: () => {
      page = nothing;
    },
  };
}
