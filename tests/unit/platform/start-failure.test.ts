import { describe, expect, it } from 'vitest';
import { failStart } from '../../../src/main/platform/start-failure.ts';

describe('failStart', () => {
  it.each([
    ['linux', ['write Cornetta cannot start.\nsip.server: is missing\n', 'exit 2']],
    ['win32', ['write Cornetta cannot start.\nsip.server: is missing\n', 'box sip.server: is missing', 'exit 2']],
    ['darwin', ['write Cornetta cannot start.\nsip.server: is missing\n', 'box sip.server: is missing', 'exit 2']],
  ] as const)('on %s tells, then exits with 2', (platform, expected) => {
    const steps: string[] = [];
    failStart('sip.server: is missing', platform, {
      writeError: (text) => steps.push(`write ${text}`),
      showErrorBox: (_title, text) => steps.push(`box ${text}`),
      exit: (code) => steps.push(`exit ${code}`),
    });
    expect(steps).toEqual(expected);
  });
});
