import { sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordingId } from '#shared/contracts/identifiers.ts';
import {
  callIdOf,
  idOfPath,
  insideOf,
  peaksPathOf,
  recordingPath,
} from '../../../src/main/recordings/recording-paths.ts';

const at = Date.UTC(2026, 0, 31, 23, 59);
const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,100}$/);

describe('recording paths', () => {
  it('go by year and month in UTC', () => {
    expect(recordingPath('wacid.A-1', at)).toBe('2026/01/wacid.A-1.webm');
    expect(recordingPath('wacid.A-1', at, 2)).toBe('2026/01/wacid.A-1~2.webm');
    expect(recordingPath('x', -5)).toBe('1970/01/x.webm');
    expect(recordingPath('x', Number.MAX_SAFE_INTEGER)).toBe('9999/12/x.webm');
  });

  it.each(['CON', 'nul', 'aux.x', 'Com1', 'LPT9.webm'])('keep %s from being a device of Windows', (name) => {
    expect(recordingPath(name, at)).toBe(`2026/01/_${name}.webm`);
    expect(idOfPath(recordingPath(name, at))).toBe(name);
  });

  it('lead back to the id and never out of the folder', () => {
    fc.assert(
      fc.property(id, fc.nat(), (value, instant) => {
        const path = recordingPath(value, instant);
        expect(idOfPath(path)).toBe(value);
        expect(insideOf('/base', path)).toMatch(/^.*base/);
      }),
    );
  });

  it('give a file with an odd name an id or none, but no wrong one', () => {
    expect(idOfPath('2026/01/a~1.webm')).toBe('a-1');
    expect(idOfPath('2026/01/.hidden.webm')).toBeNull();
    expect(idOfPath('2026/01/with space.webm')).toBeNull();
    fc.assert(
      fc.property(fc.string(), (name) => {
        const found = idOfPath(`2026/01/${name}.webm`);
        expect(found === null || recordingId.safeParse(found).success).toBe(true);
      }),
    );
  });

  it.each(['..', '../x', '2026/../../x', '/etc/passwd', '', '.'])('refuse %j', (path) => {
    expect(insideOf('/base/recordings', path)).toBeNull();
  });

  it('do not take a neighbour that begins alike for the folder', () => {
    expect(insideOf('/base/rec', '../recordings/x')).toBeNull();
    expect(insideOf('/base/rec', '..x/y')).toBe(`${sep}base${sep}rec${sep}..x${sep}y`);
  });

  it('name what belongs to a recording', () => {
    expect(peaksPathOf('a/b.webm')).toBe('a/b.peaks');
    expect(callIdOf('wacid.A-2')).toBe('wacid.A');
    expect(callIdOf('3f2504e0-4f89-11d3-9a0c-0305e82c3301')).toBe('3f2504e0-4f89-11d3-9a0c-0305e82c3301');
  });
});
