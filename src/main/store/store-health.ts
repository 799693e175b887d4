/** What the stores tell about themselves, outside of any request. */

export type StoreName = 'cache' | 'ledger';

export type StoreHealth =
  /** the background check after an unclean end found nothing wrong */
  | { readonly store: StoreName; readonly state: 'checked'; readonly durationMs: number }
  /** the damaged cache was moved to `kept`; the new one is empty, its position null: ask the gateway for a snapshot */
  | {
      readonly store: 'cache';
      readonly state: 'rebuilt';
      readonly kept: string;
      /** Older copies of damaged files that had become too many. */
      readonly removed: readonly string[];
      readonly cause: string;
    }
  /** the damaged ledger is kept as it was; `saved` rows were carried over, about `lost` could not be read; null: nobody can tell how many */
  | {
      readonly store: 'ledger';
      readonly state: 'salvaged';
      readonly kept: string;
      readonly removed: readonly string[];
      readonly saved: number;
      readonly lost: number | null;
      readonly cause: string;
    }
  /** the store's thread died and was started again; what was asked at that instant has failed */
  | { readonly store: StoreName; readonly state: 'restarted'; readonly cause: string }
  /** the store's thread died too often: every request fails from now on */
  | { readonly store: StoreName; readonly state: 'stopped'; readonly cause: string };
