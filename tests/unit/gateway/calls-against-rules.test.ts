import { describe, expect, it } from 'vitest';
import { callingStateOf } from '../../../src/shared/domain/rules/calling-state.ts';
import { evaluateCall } from '../../../src/shared/domain/rules/evaluate-call.ts';
import { ruleProfile } from '../../../src/shared/domain/rules/profiles.ts';
import { fail } from '../../../src/shared/result.ts';
import { asDesktop, hour, refused, withLena } from './lena.ts';
import { contactEventsOf, eventsOf, settle } from './support.ts';

describe('a call that skips the check of the desktop', () => {
  it.each([
    ['was never asked', null, 'permission-missing'],
    ['declined', 'declined', 'permission-declined'],
    ['took it back', 'revoked', 'permission-revoked'],
  ] as const)('is refused with the reason of the function where the contact %s', async (_, answer, rule) => {
    const { tell, place, connector, calling, store, clock } = await withLena();
    if (answer === 'revoked') tell({ answer: 'granted' }, 'g');
    if (answer !== null) tell({ answer }, 'a');
    await settle();
    expect(await place('c1')).toBe(refused(rule));
    const facts = {
      channel: calling.desk.state(),
      contactNumber: '+393331234567',
      state: callingStateOf(store.callingFacts('lena'), ruleProfile('')),
      inCall: false,
      rate: null,
    };
    const verdict = evaluateCall(facts, ruleProfile(''), clock.now());
    expect(verdict).toMatchObject({ allowed: false, rule });
    expect(calling.mayCall('lena', false)).toEqual(verdict);
    expect(connector.asked('placeCall')).toEqual([]);
    expect(store.callingFacts('lena').filter(({ fact }) => fact === 'call')).toEqual([]);
  });

  it.each([
    ['+963944123456', 'region-blocked'],
    ['+3912', 'number-impossible'],
  ])('to %s is refused: %s', async (number, rule) => {
    const { tell, place } = await withLena(number);
    tell({ answer: 'granted' }, 'g');
    expect(await place('c1')).toBe(refused(rule));
  });

  it('is refused after five in the first day, exactly until the day is over', async () => {
    const { tell, place, clock } = await withLena();
    tell({ answer: 'granted' }, 'g');
    await settle();
    for (let index = 0; index < 5; index += 1) expect(await place(`c${index}`)).toMatch(/^480 /);
    expect(await place('c5')).toBe(refused('attempts-after-grant'));
    clock.advance(24 * hour - 1);
    expect(await place('c6')).toBe(refused('attempts-after-grant'));
    clock.advance(1);
    expect(await place('c7')).toMatch(/^480 /);
  });

  it('cannot use the id of a call that is over, which would count as that one', async () => {
    const { tell, place } = await withLena();
    tell({ answer: 'granted' }, 'g');
    await settle();
    expect(await place('c1')).toMatch(/^480 /);
    expect(await place('c1')).toMatch(/^400 /);
  });

  it('is refused while another one with the same contact goes on', async () => {
    const { tell, desk, place } = await withLena();
    tell({ answer: 'granted' }, 'g');
    await settle();
    desk.call('lena', { headers: asDesktop('c1') });
    await settle();
    expect(await place('c2')).toBe(refused('already-in-call'));
  });

  it('counts nothing where the provider does not take it', async () => {
    const { tell, place, connector, store } = await withLena();
    tell({ answer: 'granted' }, 'g');
    await settle();
    connector.onPlace = async () => fail('offline');
    for (let index = 0; index < 8; index += 1) expect(await place(`c${index}`)).toMatch(/^503 /);
    expect(store.callingFacts('lena').map(({ fact }) => fact)).toEqual(['grant']);
  });
});

describe('four unanswered calls under the profile of the provider', () => {
  it('revoke the permission once, as a line of the conversation', async () => {
    const { tell, place, store } = await withLena('+393331234567', 'meta-2026-10');
    tell({ answer: 'granted' }, 'g');
    await settle();
    for (let index = 0; index < 4; index += 1) expect(await place(`c${index}`)).toMatch(/^480 /);
    expect(await place('c4')).toBe(refused('permission-revoked-unanswered'));
    expect(contactEventsOf(store).filter(({ type }) => type.startsWith('permission-'))).toMatchObject([
      { id: 'g', type: 'permission-granted' },
      { id: 'c3/permission-revoked', type: 'permission-revoked' },
    ]);
    expect(eventsOf(store).findLast(({ type }) => type === 'contact.calling')).toMatchObject({
      contactId: 'lena',
      state: { permission: { status: 'revoked', automatic: true } },
    });
  });
});

describe('a call that a rule refuses', () => {
  it('is a line of the conversation and nothing else: no attempt, not unanswered, not charged', async () => {
    const { tell, place, store, connector, clock, calling } = await withLena('+393331234567', 'meta-2026-10');
    connector.events.rates([{ place: 'IT', perMinute: '0.06', currency: 'USD', fromMinutes: 0 }]);
    tell({ answer: 'granted' }, 'g');
    connector.events.channel({ pausedUntil: clock.now() + hour });
    await settle();
    const before = calling.book.state('lena');
    for (let index = 0; index < 6; index += 1) expect(await place(`c${index}`)).toBe(refused('calling-paused'));
    expect(calling.book.state('lena')).toEqual(before);
    expect(store.callingFacts('lena').map(({ fact }) => fact)).toEqual(['grant']);
    expect(contactEventsOf(store).slice(1)).toMatchObject(
      Array.from({ length: 6 }, (_, index) => ({
        id: `c${index}/outgoing-refused`,
        type: 'outgoing-refused',
        durationMs: null,
        agent: 'Agent bruno',
      })),
    );
    expect(eventsOf(store).filter(({ type }) => type === 'call.cost' || type === 'follow-up')).toEqual([]);
    expect(store.workspace()?.balance).toBe('25.00');
    clock.advance(hour);
    expect(await place('c6')).toMatch(/^480 /);
    expect(calling.book.state('lena').unanswered).toBe(1);
  });
});
