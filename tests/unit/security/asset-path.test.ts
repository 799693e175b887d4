import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assetPath, followInside, isInside } from '../../../src/main/security/asset-path.ts';

const root = '/opt/cornetta/out/renderer/ui';

describe('assetPath', () => {
  it.each([
    ['/index.html', 'index.html'],
    ['/assets/index-B1_x-9.js', 'assets/index-B1_x-9.js'],
    ['/assets/inter-latin.woff2', 'assets/inter-latin.woff2'],
    ['/assets%2findex.js', 'assets/index.js'],
    ['/%69ndex.html', 'index.html'],
  ])('%s is a file of the app', (pathname, file) => {
    expect(assetPath(root, pathname)).toBe(join(root, file));
  });

  it.each([
    '',
    '/',
    'index.html',
    '//index.html',
    '//etc/passwd',
    '/..',
    '/../phone/index.html',
    '/assets/../../phone/index.html',
    '/%2e%2e/phone/index.html',
    '/%2e%2e%2fphone%2findex.html',
    '/..%2f..%2fetc%2fpasswd',
    '/%252e%252e/phone/index.html',
    '/..%255c..%255cwindows',
    '/..\\..\\windows\\win.ini',
    '/%5c..%5cwindows',
    '/C:/windows/win.ini',
    '/C%3a%5cwindows',
    '/index.html::$DATA',
    '/index.html%00.png',
    '/index.html\0',
    '/index.html%0a',
    '/index.html ',
    '/index.html.',
    '/.../index.html',
    '/./index.html',
    '/assets//index.js',
    '/assets/',
    '/~root/index.html',
    '/%c0%ae%c0%ae/index.html',
    '/%e0%80%ae%e0%80%ae/',
    '/%',
    '/%zz',
    '/\u2025/index.html',
    '/\uff0e\uff0e/index.html',
    `/${'a'.repeat(600)}`,
    '/CON%20',
  ])('%j is refused', (pathname) => {
    expect(assetPath(root, pathname)).toBeNull();
  });

  it('never names anything outside the folder, whatever it is given', () => {
    const piece = fc.constantFrom('..', '.', '/', '%2e', '%2f', '%5c', '\\', 'a', '%00', '~', ':', '%25', 'C', '?');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const file = assetPath(root, `/${pieces.join('')}`);
        expect(file === null || isInside(root, file)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('isInside', () => {
  it.each([
    ['/a/b', '/a/b/c', true],
    ['/a/b', '/a/b/..c', true],
    ['/a/b', '/a/b', false],
    ['/a/b', '/a/bc', false],
    ['/a/b', '/a/b/../c', false],
    ['/a/b', '/a', false],
    ['/a/b', '/', false],
  ])('%s holds %s: %s', (folder, file, expected) => {
    expect(isInside(folder, file)).toBe(expected);
  });
});

describe('followInside', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cornetta-asset-'));
    await mkdir(join(folder, 'root', 'assets'), { recursive: true });
    await writeFile(join(folder, 'secret.txt'), 'secret');
    await writeFile(join(folder, 'root', 'assets', 'a.js'), '1');
    await symlink(join(folder, 'secret.txt'), join(folder, 'root', 'out.js'));
    await symlink(folder, join(folder, 'root', 'up'));
    await symlink(join(folder, 'root', 'assets', 'a.js'), join(folder, 'root', 'inner.js'));
    await symlink(join(folder, 'root'), join(folder, 'alias'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each([
    ['root', 'assets/a.js', 'root/assets/a.js'],
    ['root', 'inner.js', 'root/assets/a.js'],
    ['alias', 'assets/a.js', 'root/assets/a.js'],
    ['root', 'out.js', null],
    ['root', 'up/secret.txt', null],
    ['root', 'missing.js', null],
  ])('%s/%s leads to %s', async (base, file, expected) => {
    const found = followInside(join(folder, base), join(folder, base, file));
    expect(found === null ? null : relative(folder, found)).toBe(expected);
  });
});
