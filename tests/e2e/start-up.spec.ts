import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/app.ts';
import { electronExecutable, machineFlags, projectDirectory } from './support/electron.ts';

const badFiles = [
  { flag: 'scenario', content: '{ not json', says: /scenario.*JSON/i },
  {
    flag: 'scenario',
    content: JSON.stringify({ workspace: { name: 'X', number: 'abc' }, contacts: [] }),
    says: /workspace\.number/,
  },
  {
    flag: 'scenario',
    content: JSON.stringify({
      workspace: { name: 'X', number: '+390612345678' },
      contacts: [],
      timeline: [{ at: 0, do: 'call', contact: 'nobody' }],
    }),
    says: /timeline\[0\]\.contact/,
  },
  { flag: 'policy', content: JSON.stringify({ sip: { server: 'http://pbx' } }), says: /sip\.server/ },
  { flag: 'policy', content: JSON.stringify({ recordings: {} }), says: /recordings/ },
  { flag: 'policy', content: JSON.stringify({ workspace: { mode: 'pbx' } }), says: /sip\.(server|uri)/ },
] as const;

for (const [index, { flag, content, says }] of badFiles.entries()) {
  test(`a bad ${flag} file (${index + 1}) is refused in words that name the field, and nothing is written`, ({
    folder,
  }) => {
    const file = join(folder, 'bad.json');
    writeFileSync(file, content);
    const userData = join(folder, 'user-data');
    const result = spawnSync(
      electronExecutable(),
      [projectDirectory, ...machineFlags(join(folder, 'none.wav')), `--user-data-dir=${userData}`, `--${flag}=${file}`],
      { encoding: 'utf8', timeout: 30_000 },
    );
    expect(result.status).toBe(2);
    expect(result.stderr).toMatch(says);
    expect(result.stderr).toContain('bad.json');
    expect(existsSync(join(userData, 'ledger.sqlite'))).toBe(false);
    expect(
      existsSync(userData) ? readdirSync(userData).filter((name) => /sqlite|settings|recordings/.test(name)) : [],
    ).toEqual([]);
  });
}

test('a file that is not there is said so', ({ folder }) => {
  const result = spawnSync(
    electronExecutable(),
    [
      projectDirectory,
      ...machineFlags(join(folder, 'none.wav')),
      `--user-data-dir=${join(folder, 'u')}`,
      `--policy=${join(folder, 'missing.json')}`,
    ],
    { encoding: 'utf8', timeout: 30_000 },
  );
  expect(result.status).toBe(2);
  expect(result.stderr).toContain('missing.json');
});
