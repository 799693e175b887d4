import { expect, it } from 'vitest';
import { copyPath, noteIdOfPath } from '../../../src/main/notes/note-paths.ts';

const november = Date.UTC(2026, 10, 30, 23);

it.each([
  ['0b8e7f52-6c1d-4a53-9a55-0d2d4b6f1c11', 0, '2026/11/0b8e7f52-6c1d-4a53-9a55-0d2d4b6f1c11.age'],
  ['wamid.AB_c', 2, '2026/11/wamid.AB_c~2.age'],
  ['CON', 0, '2026/11/_CON.age'],
])('a note %s has a file of its own, and can be told from it', (id, attempt, path) => {
  expect(copyPath(id, november, attempt)).toBe(path);
  expect(noteIdOfPath(path)).toBe(id);
});

it.each(['2026/11/a.age.part', '2026/11/.age', '2026/11/a b.age', '2026/11/a.webm'])(
  '%s is no copy of a note',
  (path) => {
    expect(noteIdOfPath(path)).toBeNull();
  },
);
