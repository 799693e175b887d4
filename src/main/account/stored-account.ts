import { z } from 'zod';
import { accountFields } from '#shared/contracts/account.ts';

/** `account.json`. The secret itself is in the keyring; here stands only the name under which it is kept there. */
export const storedAccount = z
  .object({ account: accountFields, secret: z.string().max(64).nullable() })
  .refine(({ account, secret }) => account.mode !== 'gateway' || secret !== null, 'a gateway needs a token');
export type StoredAccount = z.output<typeof storedAccount>;

/** What the start found. */
export type AccountOnDisk =
  | { readonly state: 'missing' }
  | { readonly state: 'read'; readonly stored: StoredAccount }
  /** There, but no account. */
  | { readonly state: 'damaged' }
  /** There, but the system does not let it be read now; it may be sound. */
  | { readonly state: 'unreadable'; readonly reason: string };

export const accountFile = 'account.json';

/** Secrets of accounts begin with this. Each has a name of its own, so that an account never meets another one's secret. */
export const secretPrefix = 'account-';
