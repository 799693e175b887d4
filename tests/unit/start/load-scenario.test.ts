import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadScenario } from '../../../src/main/start/load-scenario.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-scenario-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const good = { workspace: { name: 'Officina', number: '+390612345678' }, contacts: [] };
const write = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return name;
};

describe('a scenario file', () => {
  it('is found from the folder in which the app was started, and its sounds beside it', () => {
    mkdirSync(join(folder, 'shifts'));
    write('shifts/one.json', JSON.stringify(good));
    expect(loadScenario('shifts/one.json', folder)).toMatchObject({
      ok: true,
      directory: join(folder, 'shifts'),
      scenario: { workspace: { name: 'Officina' } },
    });
    expect(loadScenario(join(folder, 'shifts/one.json'), '/')).toMatchObject({ ok: true });
  });

  it('may begin with the mark that Windows editors write', () => {
    expect(loadScenario(write('bom.json', `\uFEFF${JSON.stringify(good)}`), folder)).toMatchObject({ ok: true });
  });

  it.each<[string, string, RegExp]>([
    ['is no JSON', '{ "workspace": ', /no valid JSON/],
    ['is empty', '', /no valid JSON/],
    ['is a list', '[]', /must be an? object|object/i],
    ['lacks its contacts', JSON.stringify({ workspace: good.workspace }), /contacts/],
    ['has a field nobody knows', JSON.stringify({ ...good, contcts: [] }), /contcts/],
    [
      'has a number that is none',
      JSON.stringify({ ...good, workspace: { name: 'X', number: '12' } }),
      /workspace\.number/,
    ],
    [
      'calls somebody it does not know',
      JSON.stringify({ ...good, timeline: [{ at: 0, do: 'call', contact: 'nobody' }] }),
      /timeline\[0\]\.contact/,
    ],
    ['would poison objects', '{"__proto__": {"workspace": {}}}', /workspace/],
  ])('that %s is refused in words that name file and place', (_what, content, says) => {
    const loaded = loadScenario(write('bad.json', content), folder);
    expect(loaded.ok ? '' : loaded.message).toMatch(says);
    expect(loaded.ok ? '' : loaded.message).toContain(join(folder, 'bad.json'));
  });

  it('names a handful of problems, not thousands', () => {
    const timeline = Array.from({ length: 5000 }, (_, at) => ({ at, do: 'call', contact: `nobody-${at}` }));
    const loaded = loadScenario(write('bad.json', JSON.stringify({ ...good, timeline })), folder);
    const lines = (loaded.ok ? '' : loaded.message).split('\n').filter((line) => line.startsWith('  '));
    expect(lines.length).toBeLessThanOrEqual(21);
    expect(lines.at(-1)).toMatch(/and \d+ more/);
  });

  it.each([
    ['is not there', 'missing.json', /no such file/],
    ['is a folder', '.', /cannot be read \(EISDIR\)|cannot be read/],
    ['has an impossible name', 'a\u0000b', /cannot be read/],
  ])('that %s is said so', (_what, path, says) => {
    const loaded = loadScenario(path, folder);
    expect(loaded.ok ? '' : loaded.message).toMatch(says);
  });
});
