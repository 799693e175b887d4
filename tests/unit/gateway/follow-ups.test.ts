import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FollowUp, type FollowUpAct, followUpAct } from '#shared/contracts/follow-up.ts';
import type { ContactEvent } from '#shared/contracts/records.ts';
import {
  actOn,
  emptyBook,
  type FollowUpBook,
  type FollowUpFact,
  followUpFactOf,
  noteFact,
} from '#shared/domain/follow-ups.ts';

const anna = { id: 'anna', name: 'Anna' };
const bruno = { id: 'bruno', name: 'Bruno' };

const missed = (callId: string, at: number, over: Partial<FollowUpFact> = {}): FollowUpFact =>
  ({ fact: 'missed', callId, contactId: 'x', at, kind: 'voice', outOfHours: false, ...over }) as FollowUpFact;
const talked = (callId: string, at: number, over: Partial<FollowUpFact> = {}): FollowUpFact =>
  ({ fact: 'talked', callId, contactId: 'x', at, direction: 'user-initiated', by: anna, ...over }) as FollowUpFact;

/** As a store keeps them: with the ids of the calls that were counted. */
function noteAll(facts: readonly FollowUpFact[], start: FollowUpBook = emptyBook): FollowUpBook {
  const counted = new Set<string>();
  return facts.reduce((book, fact) => {
    const known = counted.has(fact.callId);
    counted.add(fact.callId);
    return noteFact(book, fact, known);
  }, start);
}
const newest = (...facts: readonly FollowUpFact[]): FollowUp | null => noteAll(facts).newest;

describe('missed calls', () => {
  it('are one piece of work for a contact, however often it called', () => {
    expect(newest(missed('c1', 100), missed('c2', 200, { kind: 'video' }))).toEqual({
      id: 'c1',
      contactId: 'x',
      firstAt: 100,
      lastAt: 200,
      times: 2,
      kind: 'video',
      outOfHours: false,
      takenBy: null,
      done: null,
      note: null,
      left: null,
    });
  });

  it('count once however often they are told, and in any order', () => {
    expect(newest(missed('c2', 200), missed('c1', 100), missed('c2', 200))).toMatchObject({
      times: 2,
      firstAt: 100,
      lastAt: 200,
      kind: 'voice',
    });
  });

  it('are out of hours while every one of them was', () => {
    const late = { outOfHours: true };
    expect(newest(missed('c1', 1, late), missed('c2', 2, late))?.outOfHours).toBe(true);
    expect(newest(missed('c1', 1, late), missed('c2', 2))?.outOfHours).toBe(false);
    expect(newest(missed('c1', 1), missed('c2', 2, late))?.outOfHours).toBe(false);
  });

  it('open a new one once the last is done', () => {
    expect(newest(missed('c1', 1), talked('c2', 2), missed('c3', 3))).toMatchObject({ id: 'c3', times: 1, done: null });
  });

  it('open none where they are heard of after the contact was talked to', () => {
    expect(newest(talked('c2', 200), missed('c1', 100))).toBeNull();
    expect(newest(missed('c1', 100), talked('c3', 300), missed('c2', 200))).toMatchObject({
      id: 'c1',
      done: { how: 'answered' },
    });
  });

  it('are none where the call was answered after all', () => {
    expect(newest(talked('c1', 100), missed('c1', 200))).toBeNull();
    expect(newest(missed('c1', 200), talked('c1', 100))).toMatchObject({ done: { how: 'answered' } });
  });
});

describe('a talk', () => {
  it('does the work: answered where the contact called, called back where we did', () => {
    expect(newest(missed('c1', 1), talked('c2', 2))?.done).toEqual({ how: 'answered', at: 2, by: anna, reason: null });
    const back = talked('c2', 2, { direction: 'business-initiated', by: bruno });
    expect(newest(missed('c1', 1), back)?.done).toEqual({ how: 'called-back', at: 2, by: bruno, reason: null });
  });

  it('before the last miss does not', () => {
    expect(newest(missed('c2', 200), talked('c1', 100))?.done).toBeNull();
  });

  it('changes nothing when it is told again', () => {
    const book = noteAll([missed('c1', 1), talked('c2', 2)]);
    expect(noteFact(book, talked('c2', 2, { by: bruno }), true)).toEqual(book);
  });
});

const event = (type: ContactEvent['type'], over: Partial<ContactEvent> = {}): ContactEvent => ({
  id: `c1/${type}`,
  contactId: 'x',
  type,
  at: 5_000,
  callId: 'c1',
  kind: 'video',
  durationMs: null,
  agent: null,
  ...over,
});

describe('what a contact event means', () => {
  it.each(['missed-call', 'missed-low-balance', 'refused-call', 'declined-call'] as const)('%s is a miss', (type) => {
    expect(followUpFactOf(event(type))).toEqual(missed('c1', 5_000, { kind: 'video' }));
  });

  it('out-of-hours-call is a miss outside working time', () => {
    expect(followUpFactOf(event('out-of-hours-call'))).toMatchObject({ fact: 'missed', outOfHours: true });
  });

  it.each([
    ['answered-call', 'user-initiated'],
    ['answered-elsewhere', 'user-initiated'],
    ['outgoing-call', 'business-initiated'],
  ] as const)('%s is a talk from when it began', (type, direction) => {
    const fact = followUpFactOf(event(type, { durationMs: 2_000 }));
    expect(fact).toEqual(talked('c1', 3_000, { direction, by: null }));
  });

  it('others mean nothing, nor does one without a call', () => {
    expect(followUpFactOf(event('outgoing-unanswered'))).toBeNull();
    expect(followUpFactOf(event('permission-granted'))).toBeNull();
    expect(followUpFactOf(event('missed-call', { callId: null }))).toBeNull();
  });
});

describe('an agent', () => {
  const open = newest(missed('c1', 100)) as FollowUp;
  const book = (followUp: FollowUp, talkedAt: number | null = null): FollowUpBook => ({ newest: followUp, talkedAt });
  const act = (followUp: FollowUp, what: FollowUpAct, by = anna, isSupervisor = false) =>
    actOn(followUp, what, { ...by, isSupervisor }, 500, book(followUp));
  const acted = (followUp: FollowUp, what: FollowUpAct, by = anna): FollowUp => {
    const result = act(followUp, what, by);
    if (!result.ok) throw new Error(result.error.detail);
    return result.value;
  };
  const taken = acted(open, { act: 'take' });
  const dismissed = acted(open, { act: 'dismiss', reason: 'Wrong number' });

  it('takes it and gives it back; twice is once', () => {
    expect(taken.takenBy).toEqual(anna);
    expect(acted(taken, { act: 'take' })).toBe(taken);
    expect(acted(taken, { act: 'release' })).toEqual(open);
    expect(acted(open, { act: 'release' })).toBe(open);
  });

  it.each<FollowUpAct>([{ act: 'take' }, { act: 'release' }, { act: 'dismiss', reason: 'Spam' }])(
    'cannot $act what another one has, and hears who',
    (what) => {
      expect(act(taken, what, bruno)).toEqual({ ok: false, error: { code: 'gone', detail: 'taken by Anna' } });
    },
  );

  it('dismisses it with a reason, and takes that back', () => {
    expect(dismissed.done).toEqual({ how: 'dismissed', at: 500, by: anna, reason: 'Wrong number' });
    expect(acted(dismissed, { act: 'dismiss', reason: 'Wrong number' })).toBe(dismissed);
    expect(acted(dismissed, { act: 'reopen' }, bruno)).toEqual(open);
    expect(acted(open, { act: 'reopen' })).toBe(open);
  });

  it('who is a supervisor takes it over from whoever has it, and nothing else of it', () => {
    const over = act(taken, { act: 'take' }, bruno, true);
    expect(over).toMatchObject({ ok: true, value: { takenBy: bruno } });
    for (const what of [{ act: 'release' }, { act: 'dismiss', reason: 'Spam' }] as const)
      expect(act(taken, what, bruno, true)).toMatchObject({ error: { code: 'gone', detail: 'taken by Anna' } });
  });

  it('attaches a note to what is done, changes it, and takes it away', () => {
    const noted = acted(dismissed, { act: 'note', text: 'Has a new number.' }, bruno);
    expect(noted).toEqual({ ...dismissed, note: { text: 'Has a new number.', by: bruno, at: 500 } });
    expect(acted(noted, { act: 'note', text: 'Has a new number.' })).toBe(noted);
    expect(acted(noted, { act: 'note', text: 'Moved.' }).note).toEqual({ text: 'Moved.', by: anna, at: 500 });
    expect(acted(noted, { act: 'note', text: '' })).toEqual(dismissed);
    expect(acted(dismissed, { act: 'note', text: '' })).toBe(dismissed);
    const called = newest(missed('c1', 100), talked('c2', 200)) as FollowUp;
    expect(acted(called, { act: 'note', text: 'Wants an offer.' }).note?.text).toBe('Wants an offer.');
  });

  it('attaches one to what is still to be done, whoever has it; it stays with a dismissal and with another miss', () => {
    const noted = acted({ ...open, takenBy: anna }, { act: 'note', text: 'Only after five.' }, bruno);
    expect(noted).toMatchObject({ takenBy: anna, done: null, note: { text: 'Only after five.', by: bruno } });
    expect(acted(noted, { act: 'dismiss', reason: 'Spam' }, anna).note?.text).toBe('Only after five.');
    const again = noteFact({ newest: noted, talkedAt: null }, missed('c9', 9), false).newest;
    expect(again).toMatchObject({ times: noted.times + 1, note: noted.note });
  });

  it('dismisses with a note at once', () => {
    const what = { act: 'dismiss', reason: 'Spam', note: 'Sells windows.' } as const;
    expect(acted(open, what)).toMatchObject({ done: { reason: 'Spam' }, note: { text: 'Sells windows.', by: anna } });
  });

  it.each([
    ['a note that is too long', { act: 'note', text: 'x'.repeat(501) }, false],
    ['one as long as may be', { act: 'note', text: 'x'.repeat(500) }, true],
    ['blanks for a note', { act: 'dismiss', reason: 'Spam', note: '  ' }, false],
  ])('%s', (_, what, isGood) => expect(followUpAct.safeParse(what).success).toBe(isGood));

  it('hears that it is done, and by whom', () => {
    expect(act(dismissed, { act: 'take' }, bruno)).toMatchObject({ error: { code: 'gone', detail: 'done by Anna' } });
    const answered = newest(missed('c1', 100), talked('c2', 200, { by: null })) as FollowUp;
    expect(act(answered, { act: 'take' })).toMatchObject({ error: { code: 'gone', detail: 'done' } });
    expect(act(answered, { act: 'reopen' })).toMatchObject({ error: { code: 'gone' } });
  });

  it('does not take up again what was answered since, or has a newer one', () => {
    const reopen = { act: 'reopen' } as const;
    const newer = { ...open, id: 'c9' };
    const agent = { ...anna, isSupervisor: false };
    expect(actOn(dismissed, reopen, agent, 600, book(dismissed, 550))).toMatchObject({ error: { code: 'gone' } });
    expect(actOn(dismissed, reopen, agent, 600, book(newer))).toMatchObject({ error: { code: 'gone' } });
  });
});

it('whatever is told in whatever order: a contact who was talked to last has nothing open, one that was missed last has', () => {
  const fact = fc.record({ talk: fc.boolean(), call: fc.nat(7) });
  fc.assert(
    fc.property(fc.array(fact, { minLength: 1, maxLength: 12 }), fc.infiniteStream(fc.nat()), (drawn, order) => {
      // One fact a call: its time is its number.
      const calls = new Map(drawn.map(({ talk, call }) => [call, talk]));
      const facts = [...calls].map(([call, talk]) => (talk ? talked : missed)(`c${call}`, call));
      const shuffled = [...facts, ...facts]
        .map((each) => ({ each, key: order.next().value ?? 0 }))
        .sort((one, other) => one.key - other.key)
        .map(({ each }) => each);
      const last = Math.max(...calls.keys());
      const { newest: followUp } = noteAll(shuffled);
      expect(followUp !== null && followUp.done === null).toBe(calls.get(last) === false);
      if (followUp !== null && followUp.done === null) expect(followUp.lastAt).toBe(last);
    }),
  );
});
