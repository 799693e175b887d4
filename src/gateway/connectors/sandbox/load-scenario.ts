import { dirname } from 'node:path';
import { describeIssues } from '#shared/contracts/describe-issues.ts';
import { type Scenario, scenarioSchema } from '#shared/contracts/scenario.ts';
import type { Result } from '#shared/result.ts';
import { fail, ok } from '#shared/result.ts';
import { checkScenarioMedia } from './check-media.ts';
import { readBytes } from './read-bytes.ts';

/** More faults than anybody mends before the next try. */
const mostLines = 20;

export interface LoadedScenario {
  readonly scenario: Scenario;
  /** The folder of the file: sound files stand beside it. */
  readonly directory: string;
}

/**
 * Reads a scenario file and everything it names. The detail of a failure has one line for each fault, beginning with the field
 * it stands in, or one line that says why the file cannot be read.
 */
export async function loadScenario(file: string): Promise<Result<LoadedScenario>> {
  const bytes = await readBytes(file);
  if (!bytes.ok) return fail(bytes.error.code, `the file ${bytes.error.detail}`);
  let content: unknown;
  try {
    // Some editors put a byte order mark before the first brace.
    content = JSON.parse(bytes.value.toString('utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    return fail('invalid', `the file is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = scenarioSchema.safeParse(content);
  if (!parsed.success) return fail('invalid', listed(describeIssues(parsed.error)));
  const directory = dirname(file);
  const problems = await checkScenarioMedia(parsed.data, directory);
  return problems.length === 0 ? ok({ scenario: parsed.data, directory }) : fail('invalid', listed(problems));
}

const listed = (lines: readonly string[]): string =>
  (lines.length <= mostLines ? lines : [...lines.slice(0, mostLines), `… and ${lines.length - mostLines} more`]).join(
    '\n',
  );
