import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../src/renderer/ui/', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
const modules = globSync('**/*.module.css', { cwd: root });
const sources = globSync('**/*.{ts,tsx}', { cwd: root });
const tokens = new Set([...read('styles/tokens.css').matchAll(/^\s*(--[a-z0-9-]+):/gm)].map((match) => match[1]));
/** Set by a component on the element itself. */
const local = new Set(['--columns', '--narrow-columns', '--progress']);

describe.each(modules)('%s', (file) => {
  const css = read(file);

  it('takes its colours from the tokens', () => {
    expect(css.match(/#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch|light-dark|color-mix)\(/gi) ?? []).toEqual([]);
  });

  it('uses only tokens that exist', () => {
    const used = [...css.matchAll(/var\((--[a-z0-9-]+)/g)].map((match) => match[1]);
    expect(used.filter((name) => !tokens.has(name) && !local.has(name ?? ''))).toEqual([]);
  });

  it('has no size of type of its own', () => {
    const sizes = [...css.matchAll(/font-size:\s*([^;]+);/g)].map((match) => match[1]);
    expect(sizes.filter((size) => !/^var\(--text-(small|body|large|title)\)$/.test(size ?? ''))).toEqual([]);
  });

  it('has no class that nothing wears', () => {
    const wearers = sources
      .map((source) => readFileSync(join(root, source), 'utf8'))
      .filter((text) => text.includes(basename(file)));
    expect(wearers.length).toBeGreaterThan(0);
    // `styles[tone]`: which classes are worn is decided while it runs.
    if (wearers.some((text) => /\bstyles\[/.test(text))) return;
    const classes = new Set([...css.matchAll(/\.([a-zA-Z][\w-]*)/g)].map((match) => match[1] ?? ''));
    const worn = (name: string): boolean => wearers.some((text) => new RegExp(`\\b\\w+\\.${name}\\b`).test(text));
    expect([...classes].filter((name) => !worn(name))).toEqual([]);
  });
});

describe('the tokens', () => {
  it('are all used', () => {
    const all = [...modules, 'styles/base.css', 'styles/tokens.css'].map(read).join('\n');
    expect([...tokens].filter((name) => !all.includes(`var(${name})`))).toEqual([]);
  });

  it('leave no motion to people who want none', () => {
    const css = read('styles/tokens.css');
    const still = css.slice(css.indexOf('prefers-reduced-motion'));
    expect(still).toMatch(/--quick: 0ms/);
    expect(still).toMatch(/--calm: 0ms/);
  });

  it('set the pace of every movement, but the ring that beats once a second and what floats up once', () => {
    for (const file of modules) {
      const times = [...read(file).matchAll(/(?:animation|transition):\s*([^;]+);/g)].flatMap(
        (match) => match[1] ?? [],
      );
      for (const time of times) expect(time, file).toMatch(/var\(--(quick|calm|float)\)|^beat 1s|^none$/);
    }
  });
});

describe('the page', () => {
  it('holds no script and no style of its own, which its content security policy would refuse', () => {
    const html = readFileSync(join(root, 'index.html'), 'utf8');
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
  });

  it('never writes HTML from a string', () => {
    for (const source of sources) {
      expect(readFileSync(join(root, source), 'utf8'), source).not.toMatch(
        /dangerouslySetInnerHTML|innerHTML|insertAdjacentHTML/,
      );
    }
  });
});
