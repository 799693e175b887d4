import { describe, expect, it } from 'vitest';
import type { Message, TimelineEntry } from '#shared/contracts/records.ts';
import { timelineLines } from '../../../src/renderer/ui/features/conversation/lines.ts';

const minute = 60_000;
const message = (id: string, at: number, direction: 'in' | 'out' = 'in'): TimelineEntry & { entry: 'message' } => ({
  entry: 'message',
  id,
  contactId: 'anna',
  direction,
  text: id,
  at,
  status: 'read',
});
const event = (id: string, at: number): TimelineEntry => ({
  entry: 'event',
  id,
  contactId: 'anna',
  type: 'missed-call',
  at,
  callId: 'k',
  kind: 'voice',
  durationMs: null,
  agent: null,
});
const dayOf = (at: number): string => `day ${Math.floor(at / 86_400_000)}`;
const keys = (...args: Parameters<typeof timelineLines>) => timelineLines(...args).map(({ key }) => key);

describe('the lines of a conversation', () => {
  it('stand in order of time under the name of their day', () => {
    const next = 86_400_000;
    expect(keys([message('c', next), event('b', 2_000), message('a', 1_000)], [], dayOf)).toEqual([
      'day:day 0',
      'a',
      'event:b',
      'day:day 1',
      'c',
    ]);
  });

  it('belong together when one side goes on soon after', () => {
    const lines = timelineLines(
      [
        message('e', 30 * minute),
        message('d', 4 * minute),
        event('call', 3 * minute),
        message('c', 2 * minute, 'out'),
        message('b', minute),
        message('a', 0),
      ],
      [],
      dayOf,
    );
    expect(lines.filter((line) => line.line === 'message').map((line) => [line.key, line.follows])).toEqual([
      ['a', false],
      ['b', true],
      ['c', false],
      ['d', false],
      ['e', false],
    ]);
  });

  it('hold a message that main has not taken yet, once', () => {
    const { entry: _entry, ...own }: { entry: 'message' } & Message = message('mine', 5_000, 'out');
    const pending = [{ message: { ...own, status: 'sending' as const }, refusal: null }];
    expect(keys([message('a', 1_000)], pending, dayOf)).toEqual(['day:day 0', 'a', 'mine']);
    const both = timelineLines([message('mine', 5_000, 'out'), message('a', 1_000)], pending, dayOf);
    expect(both.filter(({ key }) => key === 'mine')).toMatchObject([{ pending: null, message: { status: 'read' } }]);
  });

  it('are none for a contact without any', () => {
    expect(timelineLines([], [], dayOf)).toEqual([]);
  });
});
