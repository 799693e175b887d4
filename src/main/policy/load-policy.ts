import { lstatSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Policy } from '#shared/contracts/policy.ts';
import { errorCodeOf } from '../platform/file-failure.ts';
import { maxPolicyBytes, parsePolicy } from './parse-policy.ts';
import {
  choosePolicy,
  describePolicySource,
  machinePolicyFile,
  type PolicySource,
  policyVariable,
} from './policy-source.ts';

export type LoadedPolicy =
  | { readonly ok: true; readonly policy: Policy; readonly source: PolicySource }
  /** Whole sentences for whoever has to mend it; the app must not start. */
  | { readonly ok: false; readonly message: string };

export interface LoadPolicyOptions {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  /** Value of `--policy`. */
  readonly flag: string | undefined;
  readonly workingDirectory: string;
  /** The machine-wide place, where it is not the system's usual one. */
  readonly machineFile?: string;
}

/** Finds, reads and checks the managed policy. Synchronous: nothing else may happen before it is known to be sound. */
export function loadPolicy(options: LoadPolicyOptions): LoadedPolicy {
  const machineFile = options.machineFile ?? machinePolicyFile(options.platform, options.environment);
  const choice = choosePolicy({
    machine: { file: machineFile, exists: standsThere(machineFile) },
    flag: options.flag,
    environment: options.environment[policyVariable],
  });
  if ('refused' in choice) return { ok: false, message: choice.refused };
  const { source } = choice;
  if (source.kind === 'none') return { ok: true, policy: {}, source };
  const read = readPolicyFile(resolve(options.workingDirectory, source.file));
  if (!read.ok) return { ok: false, message: `The ${describePolicySource(source)} cannot be used: ${read.problem}` };
  const parsed = parsePolicy(read.text);
  if (parsed.ok) return { ok: true, policy: parsed.policy, source };
  const lines = parsed.problems.map((problem) => `  ${problem}`).join('\n');
  return { ok: false, message: `The ${describePolicySource(source)} cannot be used:\n${lines}` };
}

/** A machine policy that cannot be looked at, or that is a link to nothing, is one all the same: the app must not start without it. */
function standsThere(file: string): boolean {
  try {
    lstatSync(file);
    return true;
  } catch (error) {
    const code = errorCodeOf(error);
    return code !== 'ENOENT' && code !== 'ENOTDIR';
  }
}

function readPolicyFile(
  file: string,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string } {
  try {
    const found = statSync(file);
    if (!found.isFile()) return { ok: false, problem: 'it is not a file' };
    if (found.size > maxPolicyBytes) return { ok: false, problem: `it is larger than ${maxPolicyBytes} bytes` };
    return { ok: true, text: readFileSync(file, 'utf8') };
  } catch (error) {
    return { ok: false, problem: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  const code = errorCodeOf(error);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'there is no such file';
    case 'EACCES':
    case 'EPERM':
      return 'it may not be read by this user';
    default:
      return `reading it failed (${code ?? String(error)})`;
  }
}
