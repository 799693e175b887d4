import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { app } from 'electron';
import { type AccountStore, createAccountStore } from '../account/account-store.ts';
import { accountFile, secretPrefix } from '../account/stored-account.ts';
import type { Clock } from '../platform/clock.ts';
import { setAside } from '../platform/json-file.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { Secrets } from '../platform/secrets.ts';
import type { Start } from '../start/read-start.ts';
import { restartApp } from '../start/restart.ts';
import { unlockAccount } from '../start/unlock-account.ts';
import { type AuditTrail, createAuditTrail } from '../store/audit-trail.ts';
import type { LedgerStore } from '../store/ledger-store.ts';
import type { Core } from './core.ts';

export interface AccountOptions {
  readonly start: Start;
  readonly userData: string;
  readonly secrets: Secrets;
  readonly core: Core;
  readonly clock: Clock;
  readonly log: MainLog;
}

/** The agent's own account and its secret. To be made after the app is ready. */
export function createAccount({ start, userData, secrets, core, clock, log }: AccountOptions) {
  const { account: found } = start;
  /** What an earlier life left: a damaged file, a secret that was stored for an account that was then not written. */
  async function tidy(): Promise<void> {
    if (found.state === 'damaged' || found.state === 'unreadable') {
      core.notices.tell('account-damaged');
      log.error('account.json cannot be used', { state: found.state });
    }
    if (found.state === 'unreadable') return;
    if (found.state === 'damaged') {
      await setAside(join(userData, accountFile), clock.now()).catch((error: unknown) =>
        log.error('account.json could not be put aside', { error: String(error) }),
      );
      return;
    }
    const kept = found.state === 'read' ? found.stored.secret : null;
    await secrets.removeWhere((name) => name.startsWith(secretPrefix) && name !== kept);
  }

  return {
    /** The start with its secret. Without it the start comes back as it was, nothing is connected, and the agent is told. Never rejects. */
    unlock: async (): Promise<Start> => {
      await tidy();
      const unlocked = await unlockAccount(start, secrets);
      if (unlocked.ok) return unlocked.value;
      log.error('the keyring does not give out the secret of the account', { code: unlocked.error.code });
      core.notices.tell('secret-missing');
      core.connection('account', { state: 'offline', reason: 'the password or token is not in the keyring' });
      return start;
    },
    /** Who changed what, which the account store writes. */
    trail: (ledger: LedgerStore): AuditTrail =>
      createAuditTrail({
        ledger,
        file: join(userData, 'audit-head.json'),
        secrets,
        onBroken: () => core.notices.tell('audit-broken'),
        log,
      }),
    store: (trail: AuditTrail): AccountStore =>
      createAccountStore({
        directory: userData,
        found,
        policy: start.policy,
        configuration: start.configuration,
        secrets,
        busy: () => core.session.snapshot().calls.length > 0,
        audit: trail.append,
        // Once the answer is on its way to the window.
        restart: ({ mode }) =>
          void setImmediate(() => restartApp(app, process.argv.slice(1), process.env, mode === 'sandbox')),
        newId: randomUUID,
        clock,
        log,
      }),
  };
}
