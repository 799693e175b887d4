import { join } from 'node:path';
import type { AccountChange, AccountFields, AccountView } from '#shared/contracts/account.ts';
import type { Policy } from '#shared/contracts/policy.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import { fileFailure } from '../platform/file-failure.ts';
import { setAside, writeJsonFile } from '../platform/json-file.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { Secrets } from '../platform/secrets.ts';
import type { Configuration } from '../policy/configuration.ts';
import type { AuditEntry } from '../store/ledger-store.ts';
import { auditDetails, isSameServer, policyAccount, type SecretUse, secretField, separated } from './account-parts.ts';
import { type AccountOnDisk, accountFile, type StoredAccount, secretPrefix } from './stored-account.ts';

export interface AccountStoreOptions {
  /** Folder of the app's data. */
  readonly directory: string;
  readonly found: AccountOnDisk;
  readonly policy: Policy;
  readonly configuration: Configuration;
  readonly secrets: Secrets;
  /** There is a call, so the app must not restart. */
  readonly busy: () => boolean;
  /** Never rejects. */
  readonly audit: (entry: AuditEntry) => Promise<void>;
  /** The app ends soon after and starts again with the account. */
  readonly restart: (account: AccountFields) => void;
  readonly newId: () => string;
  readonly clock: Clock;
  readonly log: MainLog;
}

export interface AccountStore {
  view(): Promise<AccountView>;
  /**
   * Secret first, then the account that names it, each whole or not at all: whenever the machine dies, the old account stands with its old
   * secret or the new one with its new. Errors: `managed`, `busy`, `no-keyring`, `invalid` (detail names the field), `disk-full`, `storage`.
   */
  change(change: AccountChange): Promise<Result<null>>;
}

const none: StoredAccount = { account: { mode: 'sandbox' }, secret: null };

export function createAccountStore(options: AccountStoreOptions): AccountStore {
  const { directory, found, policy, configuration, secrets, clock, log } = options;
  const file = join(directory, accountFile);
  const managed = policy.workspace?.mode !== undefined;
  const managedDisplayName = policy.sip?.displayName ?? null;
  let current = found.state === 'read' ? found.stored : none;
  let isChanging = false;

  async function view(): Promise<AccountView> {
    if (managed) {
      const { account, hasSecret } = policyAccount(configuration);
      return { account, hasSecret, managed, managedDisplayName, secretsAvailable: false };
    }
    const kept = current.secret === null ? null : await secrets.read(current.secret);
    return {
      account: current.account,
      hasSecret: kept?.ok === true && kept.value !== null,
      managed,
      managedDisplayName,
      secretsAvailable: secrets.available(),
    };
  }

  async function change(wanted: AccountChange): Promise<Result<null>> {
    if (managed) return fail('managed', 'workspace.mode');
    if (managedDisplayName !== null && wanted.mode === 'pbx' && wanted.displayName !== undefined)
      return fail('managed', 'sip.displayName');
    if (isChanging || options.busy()) return fail('busy');
    isChanging = true;
    let isDone = false;
    try {
      const changed = await apply(wanted);
      isDone = changed.ok;
      if (isDone) options.restart(current.account);
      return changed;
    } finally {
      // Between the answer and the end of the app nothing more may be changed.
      isChanging = isDone;
    }
  }

  async function apply(wanted: AccountChange): Promise<Result<null>> {
    const { account, given } = separated(wanted);
    const secret = given === undefined ? await keptSecret(account) : await storeSecret(given);
    if (!secret.ok) return secret;
    const before = current.secret;
    const takeBack = async (): Promise<void> => {
      if (secret.value !== null && secret.value !== before) await secrets.remove(secret.value);
    };
    // Asked again: a keyring may have made the agent wait for a prompt, and a call may have come.
    if (options.busy()) {
      await takeBack();
      return fail('busy');
    }
    try {
      if (found.state === 'unreadable') await setAside(file, clock.now()).catch(() => undefined);
      await writeJsonFile(file, { account, secret: secret.value } satisfies StoredAccount);
    } catch (error) {
      log.error('the account could not be saved', { error: String(error) });
      await takeBack();
      return fileFailure(error);
    }
    current = { account, secret: secret.value };
    const use: SecretUse = secret.value === null ? 'none' : given === undefined ? 'kept' : 'new';
    log.info('the account was changed', { mode: account.mode });
    await options.audit({
      at: clock.now(),
      who: configuration.agent.name ?? configuration.computerUser,
      what: 'account.changed',
      details: auditDetails(account, use),
    });
    if (before !== null && before !== secret.value) await secrets.remove(before);
    return ok(null);
  }

  async function storeSecret(value: string): Promise<Result<string>> {
    const name = `${secretPrefix}${options.newId()}`;
    const stored = await secrets.store(name, value);
    return stored.ok ? ok(name) : stored;
  }

  /** Only the server it was entered for may get it: otherwise whoever can change an address could have it sent to himself. */
  async function keptSecret(account: AccountFields): Promise<Result<string | null>> {
    const field = secretField(account);
    if (field === null) return ok(null);
    const { secret } = current;
    if (secret === null) return account.mode === 'gateway' ? fail('invalid', `${field}: is missing`) : ok(null);
    if (!isSameServer(current.account, account))
      return fail('invalid', `${field}: the stored one is for another address`);
    const kept = await secrets.read(secret);
    if (!kept.ok) return kept;
    return kept.value === null ? fail('invalid', `${field}: is no longer in the keyring`) : ok(secret);
  }

  return { view, change };
}
