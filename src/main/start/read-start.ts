import { join } from 'node:path';
import type { AccountFields } from '#shared/contracts/account.ts';
import type { Policy } from '#shared/contracts/policy.ts';
import type { Scenario } from '#shared/contracts/scenario.ts';
import { type AccountOnDisk, accountFile } from '../account/stored-account.ts';
import { parseCommandLine } from '../platform/command-line.ts';
import { type Configuration, configurationOf } from '../policy/configuration.ts';
import { loadPolicy } from '../policy/load-policy.ts';
import { readAccount } from './read-account.ts';

/** What the app is started with, read and checked before anything is written. */
export interface Start {
  readonly policy: Policy;
  readonly configuration: Configuration;
  /** What the agent has set on this desktop, in force or not. */
  readonly account: AccountOnDisk;
  /** Name of the secret that the configuration still lacks; as long as it does, nothing is connected. null: it is complete. */
  readonly awaitedSecret: string | null;
  /** Only in sandbox mode. */
  readonly sandbox: { readonly scenario: Scenario; readonly directory: string } | null;
}

export interface ReadStartOptions {
  readonly argv: readonly string[];
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly platform: NodeJS.Platform;
  readonly workingDirectory: string;
  readonly userName: string;
  /** The app's own `resources` folder. */
  readonly resources: string;
  /** Folder of the app's data. */
  readonly userData: string;
}

export type ReadStart = { readonly ok: true; readonly start: Start } | { readonly ok: false; readonly message: string };

const builtInScenario = 'scenarios/first-shift.json';

/**
 * Command line, policy, account and scenario. The first thing that is wrong is told in words for whoever has to mend it; only a damaged
 * account does not keep the app from starting. A policy that sets `workspace.mode` wins wholly; `--scenario` wins over the account.
 */
export async function readStart(options: ReadStartOptions): Promise<ReadStart> {
  const { argv, environment, platform, workingDirectory, userName, resources, userData } = options;
  const line = parseCommandLine(argv);
  if (!line.ok) return { ok: false, message: line.error.detail ?? 'the command line cannot be understood' };
  const loaded = loadPolicy({ platform, environment, flag: line.value.policy, workingDirectory });
  if (!loaded.ok) return loaded;
  const { policy } = loaded;
  const managed = policy.workspace?.mode !== undefined;
  const account = readAccount(join(userData, accountFile));
  const own = !managed && line.value.scenario === undefined && account.state === 'read' ? account.stored : nothing;
  const configuration = configurationOf(policy, userName, own.account);
  const start = { policy, configuration, account, awaitedSecret: own.secret };
  if (configuration.workspace.mode !== 'sandbox') {
    if (line.value.scenario === undefined) return { ok: true, start: { ...start, sandbox: null } };
    return {
      ok: false,
      message: `--scenario is only for the sandbox; the policy sets workspace.mode "${configuration.workspace.mode}"`,
    };
  }
  // The schema of scenarios brings the metadata of all telephone numbers with it: nobody else waits for it to be evaluated.
  const { loadScenario } = await import('./load-scenario.ts');
  const scenario = loadScenario(line.value.scenario ?? join(resources, builtInScenario), workingDirectory);
  if (!scenario.ok) return scenario;
  return { ok: true, start: { ...start, sandbox: scenario } };
}

const nothing: { readonly account: AccountFields; readonly secret: string | null } = {
  account: { mode: 'sandbox' },
  secret: null,
};
