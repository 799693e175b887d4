import { describe, expect, it } from 'vitest';
import { exitCodes, failStart } from '../../../src/main/platform/start-failure.ts';

describe('failStart', () => {
  it.each([
    ['linux', 2, ['write Cornetta cannot start.\nsip.server: is missing\n', 'exit 2']],
    ['win32', 2, ['write Cornetta cannot start.\nsip.server: is missing\n', 'box sip.server: is missing', 'exit 2']],
    ['darwin', 1, ['write Cornetta cannot start.\nsip.server: is missing\n', 'box sip.server: is missing', 'exit 1']],
  ] as const)('on %s tells, then exits with %d', (platform, exitCode, expected) => {
    const steps: string[] = [];
    failStart('sip.server: is missing', exitCode, platform, {
      writeError: (text) => steps.push(`write ${text}`),
      showErrorBox: (_title, text) => steps.push(`box ${text}`),
      exit: (code) => steps.push(`exit ${code}`),
    });
    expect(steps).toEqual(expected);
  });

  it('tells wrong usage from other trouble', () => {
    expect(exitCodes).toEqual({ wrongUsage: 2, failure: 1 });
  });
});
