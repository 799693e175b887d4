/** Keeps the table "What proves each row" of docs/rules.md honest. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ruleIds, warningIds } from '#shared/domain/rules/rule-ids.ts';

const root = new URL('../../../../', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** The cells of each row of the table below a heading, its head left out. */
function rowsBelow(heading: string): readonly (readonly string[])[] {
  const [, section = ''] = text('docs/rules.md').split(`\n## ${heading}\n`);
  return (section.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) => line.split('|').slice(1, -1));
}

interface Proof {
  readonly file: string;
  readonly name: string | null;
}

/** `file` "name", "name"; `file` …: a name is of the file before it. A file comes once without a name, so that it is looked at itself. */
function proofsIn(cell: string): readonly Proof[] {
  let file = '';
  return [...cell.matchAll(/`([^`]+)`|"([^"]+)"/g)].map(([, path, name]) => {
    file = path ?? file;
    return { file, name: name ?? null };
  });
}

const rows = rowsBelow('What proves each row');

describe('the table of proofs', () => {
  it.each(rows.map((cells) => [cells[0]?.trim() ?? '', cells] as const))('%s', (_, cells) => {
    expect(cells).toHaveLength(4);
    for (const [index, folder] of [
      [2, 'unit/'],
      [3, 'e2e/'],
    ] as const) {
      const cell = cells[index] ?? '';
      // Where there is no test it says why.
      expect(cell.trim(), 'a test, or why there is none').not.toBe('');
      const proofs = proofsIn(cell);
      expect(proofs.some(({ name }) => name !== null)).toBe(proofs.length > 0);
      for (const { file, name } of proofs) {
        expect(file.startsWith(folder), file).toBe(true);
        expect(existsSync(new URL(`tests/${file}`, root)), file).toBe(true);
        if (name !== null) expect(text(`tests/${file}`), file).toContain(name);
      }
    }
  });

  it('leaves no rule and no warning out', () => {
    const named = new Set(rows.flatMap((cells) => [...(cells[1] ?? '').matchAll(/`([a-z-]+)`/g)].map(([, id]) => id)));
    expect([...ruleIds, ...warningIds].filter((id) => !named.has(id))).toEqual([]);
    const known = new Set<string>([...ruleIds, ...warningIds]);
    expect([...named].filter((id) => id === undefined || !known.has(id))).toEqual([]);
  });

  it('has every rule that the table of the rules refuses with', () => {
    const refusing = rowsBelow('The table').flatMap((cells) => [...(cells[4] ?? '').matchAll(/`([a-z-]+[a-z])`/g)]);
    expect(refusing.length).toBeGreaterThan(10);
    for (const [, id] of refusing) expect(ruleIds).toContain(id);
  });
});
