import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../../src/main/platform/command-line.ts';

const parse = (...argv: string[]) => parseCommandLine(['/usr/bin/electron', '/app', ...argv]);
const none = { scenario: undefined, policy: undefined };

describe('parseCommandLine', () => {
  it.each([
    [[], none],
    [['--scenario=a.json'], { ...none, scenario: 'a.json' }],
    [['--policy=/etc/p.json', '--scenario=s.json'], { scenario: 's.json', policy: '/etc/p.json' }],
    [['--scenario= a b.json '], { ...none, scenario: 'a b.json' }],
    [['--policy="C:\\My Files\\p.json"'], { ...none, policy: 'C:\\My Files\\p.json' }],
    [['--scenario=a=b.json'], { ...none, scenario: 'a=b.json' }],
    [['--scenario=a.json', '--scenario=a.json'], { ...none, scenario: 'a.json' }],
    [['--no-sandbox', '--user-data-dir=DIR', '--remote-debugging-port=0'], none],
    [['--scenarios=a.json', '--policy-file=b', '--Scenario=c', '-scenario=d', 'scenario=e'], none],
    [['--__proto__=x', '--constructor=y'], none],
    [['--', '--scenario=a.json'], none],
  ])('%j', (argv, expected) => {
    expect(parse(...argv)).toEqual({ ok: true, value: expected });
  });

  it.each([
    [['--scenario'], '--scenario needs a file: --scenario=FILE'],
    [['--scenario='], '--scenario needs a file: --scenario=FILE'],
    [['--policy=  '], '--policy needs a file: --policy=FILE'],
    [['--policy=""'], '--policy needs a file: --policy=FILE'],
    [['--policy=a', '--policy=b'], '--policy is given twice'],
    [['--scenario=a\0b'], '--scenario names no file'],
  ])('%j is an error', (argv, detail) => {
    expect(parse(...argv)).toEqual({ ok: false, error: { code: 'invalid', detail } });
  });
});
