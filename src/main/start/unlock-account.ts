import { fail, ok, type Result } from '#shared/result.ts';
import type { Secrets } from '../platform/secrets.ts';
import type { WorkspaceConfiguration } from '../policy/configuration.ts';
import type { Start } from './read-start.ts';

/**
 * Completes the configuration with the secret from the keyring; only after the app is ready. Where nothing is awaited the keyring is not
 * touched: it may ask the user for a password.
 * Errors: `no-keyring`, `not-found` (the keyring is there, the secret is not), `storage`.
 */
export async function unlockAccount(start: Start, secrets: Pick<Secrets, 'read'>): Promise<Result<Start>> {
  const { awaitedSecret, configuration } = start;
  if (awaitedSecret === null) return ok(start);
  const secret = await secrets.read(awaitedSecret);
  if (!secret.ok) return secret;
  if (secret.value === null) return fail('not-found');
  const workspace = withSecret(configuration.workspace, secret.value);
  return ok({ ...start, awaitedSecret: null, configuration: { ...configuration, workspace } });
}

function withSecret(workspace: WorkspaceConfiguration, secret: string): WorkspaceConfiguration {
  switch (workspace.mode) {
    case 'sandbox':
      return workspace;
    case 'gateway':
      return { ...workspace, token: secret };
    case 'pbx':
      return { ...workspace, password: secret };
  }
}
