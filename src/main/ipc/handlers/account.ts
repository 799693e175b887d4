import { ok } from '#shared/result.ts';
import type { AccountStore } from '../../account/account-store.ts';
import type { UiHandlers } from '../request-gate.ts';

/** What this desktop connects to, where no policy decides. */
export function accountHandlers(accounts: AccountStore): Pick<UiHandlers, 'account.get' | 'account.set'> {
  return {
    'account.get': async () => ok(await accounts.view()),
    'account.set': (change) => accounts.change(change),
  };
}
