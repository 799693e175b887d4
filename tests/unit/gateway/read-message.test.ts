import { describe, expect, it } from 'vitest';
import { readMessage } from '../../../src/gateway/agents/read-message.ts';

const command = (what: unknown): string => JSON.stringify({ type: 'command', id: 'c1', command: what });
const uuid = '00000000-0000-4000-8000-000000000001';
const week = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };
const settings = {
  callingOn: true,
  contactsMayCall: true,
  hours: null as unknown,
  ringing: { mode: 'everyone', assigneeMs: 15_000 },
};
const open = (over: object) =>
  command({ do: 'channel.set', settings: { ...settings, hours: { timeZone: 'Europe/Rome', week, ...over } } });
const nine = { open: '09:00', close: '18:00' };

describe('a command that is not as the contract says', () => {
  it.each([
    ['no verb that is known', command({ do: 'dance' }), 'do: must be one of "presence", '],
    ['a field too many', command({ do: 'read', contactId: 'a', upTo: 1, more: 1 }), 'more: is not a known field'],
    [
      'a text that is too long',
      command({ do: 'message', id: uuid, contactId: 'a', text: 'x'.repeat(4_097) }),
      'text: must have at most 4096 characters',
    ],
    [
      'a reason of blanks',
      command({ do: 'follow-up', id: 'c', act: { act: 'dismiss', reason: '  ' } }),
      'act.reason: must have at least 1 character',
    ],
    [
      'a zone that is none',
      open({ timeZone: 'Mars/Base', week: { ...week, monday: [nine] } }),
      'settings.hours.timeZone: must be an IANA time zone such as Europe/Rome',
    ],
    ['no opening at all', open({}), 'settings.hours.week: has no opening at all: switch calls off instead'],
    [
      'a time that is none',
      open({ week: { ...week, monday: [{ open: '9', close: '18:00' }] } }),
      'settings.hours.week.monday[0].open: must be a time such as 09:00',
    ],
    [
      'an empty span',
      open({ week: { ...week, friday: [{ open: '09:00', close: '09:00' }] } }),
      'settings.hours.week.friday[0]: friday, span 1 (09:00 to 09:00) is empty',
    ],
    [
      'spans that overlap',
      open({ week: { ...week, monday: [nine, { open: '12:00', close: '13:00' }] } }),
      'settings.hours.week.monday[1]: monday, span 2 (12:00 to 13:00) overlaps span 1 (09:00 to 18:00)',
    ],
    [
      'a holiday that is no day',
      open({ week: { ...week, monday: [nine] }, holidays: [{ date: '2026-02-30', spans: [] }] }),
      'settings.hours.holidays[0].date: is no day of the calendar',
    ],
    [
      'a rate card that is too long',
      command({ do: 'rates.import', csv: 'x'.repeat(500_001) }),
      'csv: must have at most 500000 characters',
    ],
  ])('names the field: %s', (_, text, line) => {
    const read = readMessage(text);
    const faults = read?.type === 'faulty' ? read.faults : '';
    expect(read).toMatchObject({ type: 'faulty', id: 'c1' });
    expect(faults.startsWith(line) ? line : faults).toBe(line);
  });

  it('has a line for each fault, and fits into a reply', () => {
    const holidays = Array.from({ length: 100 }, () => ({ date: 'x', spans: [{ open: 'x', close: 'x' }] }));
    const read = readMessage(open({ week: { ...week, monday: [nine] }, holidays }));
    if (read?.type !== 'faulty') throw new Error('it is taken');
    expect(read.faults.length).toBeLessThanOrEqual(2_000);
    expect(read.faults.split('\n').length).toBeGreaterThan(5);
    expect(read.faults).toMatch(/… and \d+ more$/);
  });
});

describe('what is no command cannot be answered', () => {
  it.each([
    '{',
    'null',
    '[]',
    '{"type":"dance","id":"1"}',
    '{"type":"command","command":{"do":"presence"}}',
    '{"type":"command","id":"","command":{}}',
    '{"type":"ping","id":"x"}',
    '{"type":"command","id":"c1"}',
    '{"type":"command","id":"1","command":{},"more":1}',
    '['.repeat(1_000_000),
  ])('%.60s', (text) => expect(readMessage(text)).toBeNull());
});
