import { join } from 'node:path';
import type { Policy } from '#shared/contracts/policy.ts';
import type { Scenario } from '#shared/contracts/scenario.ts';
import { parseCommandLine } from '../platform/command-line.ts';
import { type Configuration, configurationOf } from '../policy/configuration.ts';
import { loadPolicy } from '../policy/load-policy.ts';
import { loadScenario } from './load-scenario.ts';

/** What the app is started with, read and checked before anything is written. */
export interface Start {
  readonly policy: Policy;
  readonly configuration: Configuration;
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
}

export type ReadStart = { readonly ok: true; readonly start: Start } | { readonly ok: false; readonly message: string };

const builtInScenario = 'scenarios/first-shift.json';

/** Command line, policy and scenario. The first thing that is wrong is told in words for whoever has to mend it. */
export function readStart(options: ReadStartOptions): ReadStart {
  const { argv, environment, platform, workingDirectory, userName, resources } = options;
  const line = parseCommandLine(argv);
  if (!line.ok) return { ok: false, message: line.error.detail ?? 'the command line cannot be understood' };
  const loaded = loadPolicy({ platform, environment, flag: line.value.policy, workingDirectory });
  if (!loaded.ok) return loaded;
  const configuration = configurationOf(loaded.policy, userName);
  const start = { policy: loaded.policy, configuration };
  if (configuration.workspace.mode !== 'sandbox') {
    if (line.value.scenario === undefined) return { ok: true, start: { ...start, sandbox: null } };
    return {
      ok: false,
      message: `--scenario is only for the sandbox; the policy sets workspace.mode "${configuration.workspace.mode}"`,
    };
  }
  const scenario = loadScenario(line.value.scenario ?? join(resources, builtInScenario), workingDirectory);
  if (!scenario.ok) return scenario;
  return { ok: true, start: { ...start, sandbox: scenario } };
}
