import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readStart } from '../../../src/main/start/read-start.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-read-start-'));
  mkdirSync(join(folder, 'scenarios'));
  const scenario = { workspace: { name: 'First shift', number: '+390612345678' }, contacts: [] };
  writeFileSync(join(folder, 'scenarios/first-shift.json'), JSON.stringify(scenario));
  writeFileSync(
    join(folder, 'own.json'),
    JSON.stringify({ ...scenario, workspace: { ...scenario.workspace, name: 'Own' } }),
  );
  writeFileSync(join(folder, 'bad.json'), '{');
  writeFileSync(join(folder, 'italian.json'), JSON.stringify({ locale: 'it' }));
  writeFileSync(
    join(folder, 'pbx.json'),
    JSON.stringify({ workspace: { mode: 'pbx' }, sip: { server: 'wss://pbx.example', uri: 'sip:anna@pbx.example' } }),
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = (argv: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
  readStart({
    argv,
    environment,
    platform: 'linux',
    workingDirectory: folder,
    userName: 'carla',
    resources: folder,
    userData: join(folder, 'data'),
  });

describe('what the app is started with', () => {
  it.each<[string, readonly string[], NodeJS.ProcessEnv, string, string | undefined]>([
    ['nothing: the built-in shift', [], {}, 'sandbox', 'First shift'],
    ['a scenario', ['--scenario=own.json'], {}, 'sandbox', 'Own'],
    ['a policy by flag', ['--policy=pbx.json'], {}, 'pbx', undefined],
    ['a policy by environment', [], { CORNETTA_POLICY: 'pbx.json' }, 'pbx', undefined],
    ['a policy that leaves the mode open', ['--policy=italian.json'], {}, 'sandbox', 'First shift'],
    ['both, where they agree', ['--policy=italian.json', '--scenario=own.json'], {}, 'sandbox', 'Own'],
  ])('%s', async (_what, argv, environment, mode, name) => {
    const read = await start(argv, environment);
    expect(read.ok && read.start.configuration.workspace.mode).toBe(mode);
    expect(read.ok && read.start.sandbox?.scenario.workspace.name).toBe(name);
  });

  it.each<[string, readonly string[], NodeJS.ProcessEnv, RegExp]>([
    ['a scenario that is no JSON', ['--scenario=bad.json'], {}, /bad\.json.*JSON/],
    ['a policy that is no JSON', ['--policy=bad.json'], {}, /bad\.json/],
    ['a policy of the environment that is not there', [], { CORNETTA_POLICY: 'none.json' }, /none\.json/],
    [
      'a scenario where the policy wants a PBX',
      ['--policy=pbx.json', '--scenario=own.json'],
      {},
      /workspace\.mode "pbx"/,
    ],
    ['a flag without its file', ['--scenario='], {}, /scenario/],
  ])('is refused: %s', async (_what, argv, environment, says) => {
    const read = await start(argv, environment);
    expect(read.ok ? '' : read.message).toMatch(says);
    expect(readdirSync(folder)).not.toContain('data');
  });
});
