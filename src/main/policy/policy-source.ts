import { join } from 'node:path';
import { unreachable } from '#shared/never.ts';

/** Where a policy comes from; the machine's own wins over everything a user can say. */
export type PolicySource =
  | { readonly kind: 'machine'; readonly file: string }
  | { readonly kind: 'flag'; readonly file: string }
  | { readonly kind: 'environment'; readonly file: string }
  | { readonly kind: 'none' };

export const policyVariable = 'CORNETTA_POLICY';

/** The place that only administrators write to. On Windows the folder is made by the installer, with rights to match. */
export function machinePolicyFile(platform: NodeJS.Platform, environment: Readonly<NodeJS.ProcessEnv>): string {
  switch (platform) {
    case 'win32':
      return `${environment.ProgramData || 'C:\\ProgramData'}\\Cornetta\\policy.json`;
    case 'darwin':
      return '/Library/Application Support/Cornetta/policy.json';
    default:
      return join('/etc', 'cornetta', 'policy.json');
  }
}

export type PolicyChoice = { readonly source: PolicySource } | { readonly refused: string };

/**
 * Machine-wide, then `--policy`, then the environment. Where the machine has a policy, naming another one is refused rather than
 * ignored, so that nobody believes in a policy that is not in force.
 */
export function choosePolicy(given: {
  readonly machine: { readonly file: string; readonly exists: boolean };
  readonly flag: string | undefined;
  readonly environment: string | undefined;
}): PolicyChoice {
  const { machine } = given;
  const environment = given.environment?.trim() || undefined;
  if (machine.exists) {
    const other = given.flag !== undefined ? '--policy' : environment !== undefined ? policyVariable : null;
    return other === null
      ? { source: { kind: 'machine', file: machine.file } }
      : { refused: `${other} is refused: this computer is managed by ${machine.file}` };
  }
  if (given.flag !== undefined) return { source: { kind: 'flag', file: given.flag } };
  if (environment !== undefined) return { source: { kind: 'environment', file: environment } };
  return { source: { kind: 'none' } };
}

/** For messages: how whoever has to mend it will know the file. */
export function describePolicySource(source: PolicySource): string {
  switch (source.kind) {
    case 'machine':
      return `policy of this computer, ${source.file}`;
    case 'flag':
      return `policy ${source.file} (--policy)`;
    case 'environment':
      return `policy ${source.file} (${policyVariable})`;
    case 'none':
      return 'no policy';
    default:
      return unreachable(source);
  }
}
