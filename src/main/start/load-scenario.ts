import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describeIssues } from '#shared/contracts/describe-issues.ts';
import { type Scenario, scenarioSchema } from '#shared/contracts/scenario.ts';

export type LoadedScenario =
  | { readonly ok: true; readonly scenario: Scenario; readonly directory: string }
  /** Whole sentences for whoever has to mend the file; the app must not start. */
  | { readonly ok: false; readonly message: string };

const maxBytes = 64 * 1024 * 1024;
const shownProblems = 20;

/** Reads and checks a scenario file. Synchronous: the app must not start half-configured. */
export function loadScenario(path: string, workingDirectory: string): LoadedScenario {
  const file = resolve(workingDirectory, path);
  const refuse = (problem: string): LoadedScenario => ({
    ok: false,
    message: `The scenario ${file} cannot be used: ${problem}`,
  });
  let content: unknown;
  try {
    if (statSync(file).size > maxBytes) return refuse(`it is larger than ${maxBytes} bytes`);
    content = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return refuse(`it is no valid JSON: ${error.message}`);
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return refuse(code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`);
  }
  const parsed = scenarioSchema.safeParse(content);
  if (parsed.success) return { ok: true, scenario: parsed.data, directory: dirname(file) };
  const problems = describeIssues(parsed.error);
  const more = problems.length - shownProblems;
  const lines = [...problems.slice(0, shownProblems), ...(more > 0 ? [`… and ${more} more`] : [])];
  return refuse(`\n${lines.map((line) => `  ${line}`).join('\n')}`);
}
