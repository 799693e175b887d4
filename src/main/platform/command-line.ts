import { fail, ok, type Result } from '#shared/result.ts';

export interface CommandLine {
  /** Scenario file as given, still relative to the working directory. */
  readonly scenario: string | undefined;
  readonly policy: string | undefined;
}

const flags = ['scenario', 'policy'] as const;
type Flag = (typeof flags)[number];

/**
 * Reads `--scenario=FILE` and `--policy=FILE`. Everything else is left alone: Electron and Chromium have hundreds of flags of their
 * own, and the first argument of an unpacked app is its folder. Names are compared exactly; `--` ends the flags.
 */
export function parseCommandLine(argv: readonly string[]): Result<CommandLine> {
  const end = argv.indexOf('--');
  const given = end === -1 ? argv : argv.slice(0, end);
  const values: Record<Flag, string | undefined> = { scenario: undefined, policy: undefined };
  for (const argument of given) {
    const match = /^--([a-z-]+)(?:=(.*))?$/s.exec(argument);
    const flag = flags.find((name) => name === match?.[1]);
    if (flag === undefined) continue;
    const value = unquoted(match?.[2] ?? '');
    if (value === '') return fail('invalid', `--${flag} needs a file: --${flag}=FILE`);
    if (value.includes('\0')) return fail('invalid', `--${flag} names no file`);
    if (values[flag] !== undefined && values[flag] !== value) return fail('invalid', `--${flag} is given twice`);
    values[flag] = value;
  }
  return ok(values);
}

/** Shortcuts and scripts often leave spaces or a pair of quotation marks around a path. */
function unquoted(value: string): string {
  const trimmed = value.trim();
  return (/^"(.*)"$/s.exec(trimmed)?.[1] ?? trimmed).trim();
}
