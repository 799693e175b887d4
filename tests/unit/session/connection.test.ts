import { describe, expect, it } from 'vitest';
import { type ConnectionPart, type ConnectionParts, combineConnections } from '../../../src/main/session/connection.ts';

const up: ConnectionPart = { state: 'connected', reason: null };
const trying = (reason: string): ConnectionPart => ({ state: 'connecting', reason });
const down = (reason: string): ConnectionPart => ({ state: 'offline', reason });

const names = ['sip', 'gateway', 'account'] as const;
const partsOf = (parts: readonly ConnectionPart[]): ConnectionParts =>
  new Map(names.flatMap((name, index) => (parts[index] === undefined ? [] : [[name, parts[index]] as const])));

describe('combineConnections', () => {
  it.each<[string, readonly ConnectionPart[], ConnectionPart]>([
    ['nothing to connect', [], up],
    ['all connected', [up, up, up], up],
    ['one on its way', [up, trying('registering')], trying('registering')],
    ['one down', [up, down('no network')], down('no network')],
    ['one down, one on its way', [trying('registering'), down('no network')], down('no network')],
    ['two down: the first one speaks', [down('first'), down('second')], down('first')],
    ['two on their way: the first one speaks', [trying('first'), up, trying('second')], trying('first')],
  ])('%s', (_case, parts, expected) => {
    expect(combineConnections(partsOf(parts))).toMatchObject(expected);
  });

  it.each<[string, readonly ConnectionPart[], boolean]>([
    ['there is one, whatever else is down', [down('no phone'), up], true],
    ['it is on its way', [up, trying('first')], false],
    ['there is none', [up], false],
  ])('tells of the gateway by itself: %s', (_case, parts, gateway) => {
    expect(combineConnections(partsOf(parts)).gateway).toBe(gateway);
  });
});
