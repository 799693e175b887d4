import type { AccountChange, AccountFields } from '#shared/contracts/account.ts';
import type { Configuration } from '../policy/configuration.ts';
import type { AuditEntry } from '../store/ledger-store.ts';

/** What is written to a file and what goes to the keyring. `given` absent: the stored secret is to be kept. */
export function separated(change: AccountChange): {
  readonly account: AccountFields;
  readonly given: string | undefined;
} {
  switch (change.mode) {
    case 'sandbox':
      return { account: change, given: undefined };
    case 'gateway': {
      const { token, ...account } = change;
      return { account, given: token };
    }
    case 'pbx': {
      const { password, ...account } = change;
      return { account, given: password };
    }
  }
}

/** The field of the account that is secret; null: it has none. */
export function secretField({ mode }: AccountFields): 'token' | 'password' | null {
  switch (mode) {
    case 'sandbox':
      return null;
    case 'gateway':
      return 'token';
    case 'pbx':
      return 'password';
  }
}

const serverOf = (account: AccountFields): string | null => {
  switch (account.mode) {
    case 'sandbox':
      return null;
    case 'gateway':
      return `gateway ${account.url}`;
    case 'pbx':
      return `pbx ${account.server}`;
  }
};

/** To the letter: what is at another path of the same host may be somebody else's. */
export const isSameServer = (left: AccountFields, right: AccountFields): boolean => serverOf(left) === serverOf(right);

/** What the policy sets, without its secret. */
export function policyAccount({ workspace, displayName }: Configuration): {
  readonly account: AccountFields;
  readonly hasSecret: boolean;
} {
  switch (workspace.mode) {
    case 'sandbox':
      return { account: { mode: 'sandbox' }, hasSecret: false };
    case 'gateway':
      return { account: { mode: 'gateway', url: workspace.url }, hasSecret: workspace.token !== null };
    case 'pbx': {
      const { mode, server, uri, username, password } = workspace;
      return {
        account: {
          mode,
          server,
          uri,
          ...(username === null ? {} : { username }),
          ...(displayName === null ? {} : { displayName }),
        },
        hasSecret: password !== null,
      };
    }
  }
}

export type SecretUse = 'new' | 'kept' | 'none';

/** Of an address only the host: a path or a query may hold something private. */
export function auditDetails(account: AccountFields, secret: SecretUse): AuditEntry['details'] {
  switch (account.mode) {
    case 'sandbox':
      return { mode: account.mode, secret };
    case 'gateway':
      return { mode: account.mode, server: hostOf(account.url), secret };
    case 'pbx':
      return {
        mode: account.mode,
        server: hostOf(account.server),
        uri: account.uri,
        username: account.username ?? null,
        secret,
      };
  }
}

const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host : '');
