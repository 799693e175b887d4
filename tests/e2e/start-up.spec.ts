import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/app.ts';
import { electronExecutable, machineFlags, projectDirectory } from './support/electron.ts';

/** One of each kind: what a file may hold is for the unit tests to tell. */
const badFiles = [
  {
    flag: 'scenario',
    content: {
      workspace: { name: 'X', number: '+390612345678' },
      contacts: [],
      timeline: [{ at: 0, do: 'call', contact: 'nobody' }],
    },
    says: /timeline\[0\]\.contact/,
  },
  { flag: 'policy', content: { sip: { server: 'http://pbx' } }, says: /sip\.server/ },
] as const;

for (const { flag, content, says } of badFiles) {
  test(`a bad ${flag} file is refused in words that name the field, and nothing is written`, ({ folder }) => {
    const file = join(folder, 'bad.json');
    writeFileSync(file, JSON.stringify(content));
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
