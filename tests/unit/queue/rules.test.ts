/** The pure rules beside the machines. */
import { describe, expect, it } from 'vitest';
import type { PhoneEvent } from '#shared/contracts/phone.ts';
import { callRow, contactEvent } from '#shared/contracts/records.ts';
import { isTalk } from '../../../src/main/queue/call-journal.ts';
import { type Cut, verdictOfCut, verdictOfEnd, verdictOfSettled } from '../../../src/main/queue/call-verdict.ts';
import { identifyContact } from '../../../src/main/queue/identify.ts';
import { emptyMemory, type Memory, recall, remember } from '../../../src/main/queue/memory.ts';
import { isGuessed } from '../../../src/main/store/guessed-outcome.ts';
import { accepted, createHarness, ended, flowing, offered } from './harness.ts';

const incoming = { direction: 'user-initiated', accepted: false, heard: false } as const;
const outgoing = { direction: 'business-initiated', accepted: false, heard: false } as const;

describe('verdictOfEnd', () => {
  it.each([
    ['cancelled', 'remote', 'missed', 'seen'],
    ['no-answer', 'system', 'missed', 'seen'],
    ['hangup', 'remote', 'missed', 'seen'],
    ['elsewhere', 'remote', 'answered-elsewhere', 'told'],
    ['hangup', 'local', 'failed', 'guessed'],
    ['declined', 'local', 'failed', 'guessed'],
    ['media', 'system', 'failed', 'guessed'],
    ['internal', 'system', 'failed', 'guessed'],
  ] as const)('an incoming call, nobody talked, %s by %s: %s', (cause, by, outcome, basis) => {
    expect(verdictOfEnd(incoming, ended('a', cause, by))).toMatchObject({ outcome, basis });
  });

  it('a call on which somebody talked was answered, whatever ended it', () => {
    for (const cause of ['hangup', 'media', 'connection', 'elsewhere', 'internal'] as const)
      expect(verdictOfEnd({ ...incoming, accepted: true, heard: true }, ended('a', cause))).toEqual({
        outcome: 'answered',
        reason: cause === 'hangup' ? null : cause,
        basis: 'seen',
      });
  });

  it('keeps the SIP status and text', () => {
    expect(verdictOfEnd(outgoing, { ...ended('a', 'refused'), status: 403, reason: 'Forbidden' }).reason).toBe(
      'refused 403: Forbidden',
    );
    expect(verdictOfEnd(outgoing, { ...ended('a', 'busy'), status: 486, reason: '' }).reason).toBe('busy 486');
  });
});

describe('a guess', () => {
  const causes = [
    ...(['hangup', 'elsewhere', 'cancelled', 'declined', 'busy', 'no-answer'] as const),
    ...(['unreachable', 'refused', 'media', 'connection', 'internal'] as const),
  ];
  const cuts: readonly Cut[] = ['shutdown', 'ring-timeout', 'grace-timeout', 'answer-timeout', 'agent'];
  const settledAs = ['answered', 'missed', 'declined', 'failed'] as const;

  it.each([
    ['not answered', incoming],
    ['answered and not heard', { ...incoming, accepted: true }],
    ['talked', { ...incoming, accepted: true, heard: true }],
    ['placed', outgoing],
  ] as const)('is known again by its row: %s', (_, progress) => {
    const verdicts = [
      ...causes.flatMap((cause) =>
        (['local', 'remote', 'system'] as const).map((by) => verdictOfEnd(progress, ended('a', cause, by))),
      ),
      ...cuts.map((cut) => verdictOfCut(progress, cut)),
      ...settledAs.map((outcome) => verdictOfSettled(outcome, null)),
    ];
    for (const { outcome, reason, basis } of verdicts) {
      const answeredAt = progress.accepted && isTalk(outcome) ? 1 : null;
      const row = { direction: progress.direction, answeredAt, outcome, reason };
      expect({ ...row, isGuessed: isGuessed(row) }).toEqual({ ...row, isGuessed: basis === 'guessed' });
    }
  });
});

describe('verdictOfCut', () => {
  it.each<[Cut, typeof incoming | typeof outgoing, string]>([
    ['agent', incoming, 'declined'],
    ['ring-timeout', incoming, 'missed'],
    ['grace-timeout', incoming, 'missed'],
    ['answer-timeout', incoming, 'failed'],
    ['shutdown', incoming, 'missed'],
    ['phone-lost', incoming, 'interrupted'],
    ['agent', outgoing, 'cancelled'],
    ['dial-timeout', outgoing, 'failed'],
    ['ring-timeout', outgoing, 'no-answer'],
    ['shutdown', outgoing, 'cancelled'],
    ['phone-lost', outgoing, 'interrupted'],
  ])('%s, %j: %s', (cut, progress, outcome) => {
    expect(verdictOfCut(progress, cut).outcome).toBe(outcome);
  });

  it('a call on which somebody talked was answered, unless the phone window died', () => {
    expect(verdictOfCut({ ...outgoing, accepted: true, heard: true }, 'agent')).toMatchObject({
      outcome: 'answered',
      reason: null,
    });
    expect(verdictOfCut({ ...outgoing, accepted: true, heard: true }, 'shutdown').reason).toBe('shutdown');
    expect(verdictOfCut({ ...outgoing, accepted: true, heard: true }, 'phone-lost').outcome).toBe('interrupted');
  });

  it('the gateway’s word names the colleague', () => {
    expect(verdictOfSettled('answered', 'Bob')).toMatchObject({ outcome: 'answered-elsewhere', reason: 'Bob' });
    expect(verdictOfSettled('missed', 'Bob')).toMatchObject({ outcome: 'missed', reason: null });
  });
});

describe('identifyContact', () => {
  const offer = (change: Partial<PhoneEvent<'call.offered'>>) =>
    offered('a', { contactId: null, name: null, ...change });

  it.each([
    [
      { contactId: 'wa-77', name: 'Anna', address: '4479460000' },
      { id: 'wa-77', name: 'Anna', phone: null },
    ],
    [
      { contactId: 'wa-77', name: null, address: '+393331234567' },
      { id: 'wa-77', name: '+39 333 123 4567', phone: '+393331234567' },
    ],
    [{ address: '+393331234567' }, { id: 'tel:+393331234567', name: '+39 333 123 4567', phone: '+393331234567' }],
    [
      { address: '3331234567@pbx.example' },
      { id: 'tel:+393331234567', name: '+39 333 123 4567', phone: '+393331234567' },
    ],
    [
      { address: 'sip:bob@pbx.example', name: ' Bob ' },
      { id: 'sip:bob@pbx.example', name: 'Bob', phone: null },
    ],
    [{ address: 'zoe@else.example' }, { id: 'sip:zoe@else.example', name: 'zoe@else.example', phone: null }],
    [{ address: '4711' }, { id: 'sip:4711@pbx.example', name: '4711', phone: null }],
    [{ address: '' }, { id: 'sip:anonymous@pbx.example', name: 'anonymous', phone: null }],
  ])('%j is %j', (change, contact) => {
    expect(identifyContact(offer(change), 'IT', 'pbx.example')).toEqual(contact);
  });

  it('keeps ids within the contract', () => {
    expect(identifyContact(offer({ address: 'x'.repeat(300) }), null, null)).toMatchObject({
      id: `sip:${'x'.repeat(252)}`,
    });
  });
});

describe('memory', () => {
  it('keeps the newest and forgets the oldest', () => {
    let memory: Memory<number> = emptyMemory();
    for (let index = 0; index < 10_000; index += 1) memory = remember(memory, `${index}`, index);
    expect(recall(memory, '9999')).toBe(9999);
    expect(recall(memory, '9940')).toBe(9940);
    expect(recall(memory, '9000')).toBeUndefined();
    expect(memory.young.size + memory.old.size).toBeLessThanOrEqual(128);
  });

  it('changes what it has in place and leaves older memories as they were', () => {
    const first = remember(emptyMemory<string>(), 'a', 'one');
    const second = remember(first, 'a', 'two');
    expect([recall(first, 'a'), recall(second, 'a')]).toEqual(['one', 'two']);
  });
});

describe('the journal', () => {
  it('gets rows and contact events that fit the contract', () => {
    const harness = createHarness({ settings: { mode: 'pbx' } });
    harness.phone(offered('a'), offered('b'), ended('b', 'elsewhere'));
    harness.queue.command({ do: 'answer', callId: 'a', camera: false });
    harness.phone(accepted('a'), flowing('a'), ended('a'));
    for (const row of harness.rows.values()) expect(callRow.parse(row)).toEqual(row);
    for (const event of harness.events) expect(contactEvent.parse(event)).toEqual(event);
    expect(harness.events.map(({ id }) => id)).toEqual(['b/answered-elsewhere', 'a/answered-call']);
  });
});
