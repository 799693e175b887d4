import { describe, expect, it } from 'vitest';
import { tellFailedTests } from '../../../scripts/lib/failed-tests.mjs';
import { root } from '../../../scripts/lib/paths.mjs';

const assertion = (fullName: string, ...failureMessages: readonly string[]) => ({
  fullName,
  status: failureMessages.length > 0 ? 'failed' : 'passed',
  failureMessages,
});

describe('the end of a run', () => {
  it('names the tests of vitest that failed, and the files that could not be read or prepared', () => {
    const report = {
      testResults: [
        {
          name: `${root}/tests/unit/a.test.ts`,
          message: '',
          assertionResults: [
            assertion('an echo goes on'),
            assertion('an echo ends', '\u001b[31mAssertionError\u001b[39m: 1\n    at x'),
          ],
        },
        { name: `${root}/tests/unit/b.test.ts`, message: 'no such file', assertionResults: [] },
        {
          name: `${root}/tests/unit/c.test.ts`,
          message: 'the hook failed',
          assertionResults: [{ fullName: 'a tone rings', status: 'skipped', failureMessages: [] }],
        },
      ],
    };
    expect(tellFailedTests('unit', report)).toEqual([
      'tests/unit/a.test.ts › an echo ends',
      '  AssertionError: 1',
      '      at x',
      'tests/unit/b.test.ts',
      '  no such file',
      'tests/unit/c.test.ts',
      '  the hook failed',
    ]);
  });

  it('names the tests of Playwright that failed, at any depth', () => {
    const spec = (title: string, ...messages: readonly string[]) => ({
      file: 'call.spec.ts',
      line: 7,
      title,
      ok: messages.length === 0,
      tests: [{ results: [{ errors: messages.map((message) => ({ message })) }] }],
    });
    const report = {
      errors: [{ message: 'no display' }],
      suites: [{ specs: [spec('rings')], suites: [{ specs: [spec('ends', 'timed out')] }] }],
    };
    expect(tellFailedTests('e2e', report)).toEqual([
      'outside of a test',
      '  no display',
      'call.spec.ts:7 › ends',
      '  timed out',
    ]);
  });

  it('tells also what Playwright caught that is no Error', () => {
    const results = [{ errors: [{ value: "'a string'" }, {}] }];
    const report = {
      errors: [{ value: '7' }],
      suites: [{ specs: [{ file: 'call.spec.ts', line: 7, title: 'rings', ok: false, tests: [{ results }] }] }],
    };
    expect(tellFailedTests('e2e', report)).toEqual([
      'outside of a test',
      '  7',
      'call.spec.ts:7 › rings',
      "  'a string'",
    ]);
  });

  it('stays short, and says nothing of a run without a report or failures', () => {
    const tests = Array.from({ length: 25 }, (_, index) => assertion(`test ${index}`, 'line\n'.repeat(99)));
    const lines = tellFailedTests('unit', {
      testResults: [{ name: `${root}/a.test.ts`, message: '', assertionResults: tests }],
    });
    expect(lines).toHaveLength(20 * 13 + 1);
    expect(lines.at(-1)).toBe('and 5 more');
    expect(tellFailedTests('integration', { testResults: [] })).toEqual([]);
    expect(tellFailedTests('e2e', undefined)).toEqual([]);
  });
});
