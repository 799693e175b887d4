import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../src/renderer/ui/styles/tokens.css', import.meta.url), 'utf8');

type Theme = 'light' | 'dark';

/** `--text` → its two values. Only plain colours; shadows and backdrops carry no text. */
const colours = new Map(
  [...css.split('@media')[0]!.matchAll(/--([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\);/g)].map(
    ([, name, light, dark]) => [name!, { light: light!, dark: dark! }] as const,
  ),
);

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((index) => Number.parseInt(hex.slice(index, index + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(front: string, ground: string, theme: Theme): number {
  const [one, two] = [front, ground].map((name) => {
    const value = colours.get(name);
    if (value === undefined) throw new Error(`no colour is called --${name}`);
    return luminance(value[theme]);
  }) as [number, number];
  return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
}

const surfaces = ['rail', 'side', 'main', 'raised', 'sunken', 'hover', 'pressed'].map((name) => `surface-${name}`);
const meanings = ['answer', 'end', 'attention', 'info', 'accent'];

/** Text on ground, as the components use them: 4.5:1. */
const texts: readonly (readonly [string, string])[] = [
  ...surfaces.flatMap((surface) => [['text', surface] as const, ['text-muted', surface] as const]),
  ...meanings.flatMap((name) => [
    [`${name}-text`, `${name}-soft`] as const,
    ['text', `${name}-soft`] as const,
    ['text-muted', `${name}-soft`] as const,
    ...['side', 'main', 'raised', 'hover'].map((surface) => [`${name}-text`, `surface-${surface}`] as const),
  ]),
  ...['accent', 'answer', 'end'].flatMap((name) => [
    [`${name}-on`, `${name}-fill`] as const,
    [`${name}-on`, `${name}-fill-hover`] as const,
  ]),
  ['answer-text', 'accent-soft'],
  ['end-text', 'accent-soft'],
  ...['bubble-in', 'bubble-out'].flatMap((bubble) => [
    ['text', bubble] as const,
    ['text-muted', bubble] as const,
    ['accent-text', bubble] as const,
    ['end-text', bubble] as const,
  ]),
  ['text-inverse', 'surface-inverse'],
  ['text-inverse-muted', 'surface-inverse'],
  ...[1, 2, 3, 4, 5, 6].map((number) => [`person-${number}-text`, `person-${number}`] as const),
];

/** Outlines, fills and marks that tell what something is: 3:1. */
const marks: readonly (readonly [string, string])[] = [
  ...['side', 'main', 'raised', 'sunken'].flatMap((surface) => [
    ['line-control', `surface-${surface}`] as const,
    ['focus', `surface-${surface}`] as const,
    ['accent-fill', `surface-${surface}`] as const,
    ['answer-fill', `surface-${surface}`] as const,
    ['end-fill', `surface-${surface}`] as const,
    ['attention-fill', `surface-${surface}`] as const,
  ]),
  ['focus', 'surface-rail'],
  ['attention-fill', 'attention-soft'],
  ['end-fill', 'end-soft'],
  ['accent-fill', 'accent-soft'],
];

describe.each(['light', 'dark'] as const)('colours, %s', (theme) => {
  it.each(texts)('%s can be read on %s', (front, ground) => {
    expect(ratio(front, ground, theme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(marks)('%s stands out from %s', (front, ground) => {
    expect(ratio(front, ground, theme)).toBeGreaterThanOrEqual(3);
  });
});

describe('the pairs above', () => {
  it('hold every colour that is text', () => {
    const textual = [...colours.keys()].filter((name) => /(^|-)(text|on)(-|$)/.test(name));
    const tested = new Set(texts.map(([front]) => front));
    expect(textual.length).toBeGreaterThan(15);
    expect(textual.filter((name) => !tested.has(name))).toEqual([]);
  });

  it('measure as WCAG does', () => {
    const black = luminance('#000000');
    expect((luminance('#ffffff') + 0.05) / (black + 0.05)).toBe(21);
    expect((luminance('#ffffff') + 0.05) / (luminance('#767676') + 0.05)).toBeCloseTo(4.54, 2);
  });
});
