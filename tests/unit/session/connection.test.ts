import { describe, expect, it } from 'vitest';
import { type ConnectionPart, combineConnections } from '../../../src/main/session/connection.ts';

const up: ConnectionPart = { state: 'connected', reason: null };
const trying = (reason: string): ConnectionPart => ({ state: 'connecting', reason });
const down = (reason: string): ConnectionPart => ({ state: 'offline', reason });

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
    expect(combineConnections(parts)).toEqual(expected);
  });
});
