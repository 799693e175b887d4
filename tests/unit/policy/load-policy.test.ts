import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoadPolicyOptions, loadPolicy } from '../../../src/main/policy/load-policy.ts';
import { choosePolicy, machinePolicyFile } from '../../../src/main/policy/policy-source.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-policy-'));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('it.json', '{"locale":"it"}');
  write('de.json', '{"locale":"de"}');
  write('machine.json', '{"locale":"en"}');
  write('bad.json', '{"sip":{"server":"ftp://x"},"locale":"fr"}');
  write('large.json', ' '.repeat(1_100_000));
  mkdirSync(join(folder, 'folder.json'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const load = (change: Partial<LoadPolicyOptions> = {}) =>
  loadPolicy({
    platform: 'linux',
    environment: {},
    flag: undefined,
    workingDirectory: folder,
    machineFile: join(folder, 'no-machine.json'),
    ...change,
  });

describe('loadPolicy', () => {
  it('needs none', () => {
    expect(load()).toEqual({ ok: true, policy: {}, source: { kind: 'none' } });
  });

  it('prefers the flag to the environment', () => {
    const environment = { CORNETTA_POLICY: join(folder, 'de.json') };
    expect(load({ environment })).toMatchObject({
      ok: true,
      policy: { locale: 'de' },
      source: { kind: 'environment' },
    });
    expect(load({ environment, flag: 'it.json' })).toMatchObject({
      ok: true,
      policy: { locale: 'it' },
      source: { kind: 'flag' },
    });
    expect(load({ environment: { CORNETTA_POLICY: '  ' } })).toMatchObject({ ok: true, source: { kind: 'none' } });
  });

  it('lets the machine win and refuses every other policy then', () => {
    const machineFile = join(folder, 'machine.json');
    expect(load({ machineFile })).toMatchObject({ ok: true, policy: { locale: 'en' }, source: { kind: 'machine' } });
    expect(load({ machineFile, flag: 'it.json' })).toEqual({
      ok: false,
      message: `--policy is refused: this computer is managed by ${machineFile}`,
    });
    expect(load({ machineFile, environment: { CORNETTA_POLICY: 'it.json' } })).toEqual({
      ok: false,
      message: `CORNETTA_POLICY is refused: this computer is managed by ${machineFile}`,
    });
  });

  it('does not start on a machine policy that leads nowhere', () => {
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling.json'));
    expect(load({ machineFile: join(folder, 'dangling.json') })).toMatchObject({ ok: false });
  });

  it('does not start on a machine policy that is broken', () => {
    expect(load({ machineFile: join(folder, 'bad.json') })).toMatchObject({ ok: false });
  });

  it('names the file and every field', () => {
    expect(load({ flag: 'bad.json' })).toEqual({
      ok: false,
      message:
        'The policy bad.json (--policy) cannot be used:\n' +
        '  sip.server: must be a wss:// address (ws:// only to this computer itself)\n' +
        '  locale: must be one of "en", "it", "de"',
    });
  });

  it.each([
    ['missing.json', 'there is no such file'],
    ['it.json/x', 'there is no such file'],
    ['folder.json', 'it is not a file'],
    ['large.json', 'it is larger than 1048576 bytes'],
  ])('says what is wrong with %s', (flag, problem) => {
    expect(load({ flag })).toEqual({ ok: false, message: `The policy ${flag} (--policy) cannot be used: ${problem}` });
  });
});

describe('machinePolicyFile', () => {
  it.each([
    ['linux', {}, '/etc/cornetta/policy.json'],
    ['darwin', {}, '/Library/Application Support/Cornetta/policy.json'],
    ['win32', { ProgramData: 'D:\\Data' }, 'D:\\Data\\Cornetta\\policy.json'],
    ['win32', {}, 'C:\\ProgramData\\Cornetta\\policy.json'],
  ] as const)('on %s with %j is %s', (platform, environment, file) => {
    expect(machinePolicyFile(platform, environment)).toBe(file);
  });
});

describe('choosePolicy', () => {
  it('refuses the flag first where both are given', () => {
    const choice = choosePolicy({ machine: { file: '/m', exists: true }, flag: '/f', environment: '/e' });
    expect(choice).toEqual({ refused: '--policy is refused: this computer is managed by /m' });
  });
});
