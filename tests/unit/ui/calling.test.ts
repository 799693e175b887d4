import { describe, expect, it } from 'vitest';
import type { RuleRefusal } from '#shared/contracts/calling.ts';
import type { CallRow, Contact } from '#shared/contracts/records.ts';
import { ruleIds } from '#shared/domain/rules/rule-ids.ts';
import { failureText } from '../../../src/renderer/ui/components/failure-text.ts';
import { stepAmong } from '../../../src/renderer/ui/components/step-among.ts';
import { costSoFar, costText } from '../../../src/renderer/ui/features/call/call-price.ts';
import { candidates, whyNobody } from '../../../src/renderer/ui/features/calling/dial-target.ts';
import { createDateFormats } from '../../../src/renderer/ui/format/dates.ts';
import { createLanguage } from '../../../src/renderer/ui/i18n/context.tsx';
import { briefRefusal, isWorthAStop, refusalWords, warningText } from '../../../src/renderer/ui/i18n/rule-words.ts';
import { createTranslate } from '../../../src/renderer/ui/i18n/translator.ts';
import { nextLastCall } from '../../../src/renderer/ui/state/last-call.ts';
import { facts } from '../calling/facts.ts';
import { callView, snapshot } from './support.ts';

const language = { t: createTranslate('en'), locale: 'en' as const, dates: createDateFormats('en-GB', 'Europe/Rome') };
const now = Date.UTC(2026, 10, 22, 13, 5);
const hourMs = 3_600_000;

const refusal = (changes: Partial<RuleRefusal>): RuleRefusal => ({
  allowed: false,
  rule: 'declined-recently',
  params: {},
  liftsAt: null,
  waitUntil: null,
  needs: [],
  rules: ['declined-recently'],
  ...changes,
});

describe('the words of a refusal', () => {
  it('say when again, counting down within the hour', () => {
    const words = (liftsAt: number) => refusalWords(refusal({ liftsAt }), language, 'request', now)[1];
    expect(words(now + 24 * hourMs)).toBe('You can ask again: tomorrow, 14:05');
    expect(words(now + 10 * 60_000)).toBe('You can ask again: 14:15 (10:00)');
    expect(words(now + 30 * 24 * hourMs)).toBe('You can ask again: 22 Dec, 14:05');
  });

  it('say what has to happen where waiting does not help', () => {
    const told = refusalWords(
      refusal({
        rule: 'balance-low',
        params: { balance: '9.99', minimum: '10.00', currency: 'USD' },
        needs: ['top-up'],
      }),
      language,
      'call',
      now,
    );
    expect(told).toEqual(['The balance is exactly $9.99. Calls need at least $10.00', 'Top up the balance']);
  });

  it('say once what the reason says already', () => {
    const words = (rule: RuleRefusal['rule'], needs: RuleRefusal['needs']) =>
      refusalWords(refusal({ rule, needs }), language, 'call', now);
    expect(words('permission-missing', ['grant'])).toEqual([
      'This contact has not allowed calls yet',
      'Ask the contact for permission first',
    ]);
    expect(words('permission-waiting', ['grant'])).toEqual(['Waiting for the contact to answer your request']);
    expect(words('permission-exists', ['nothing-helps'])).toEqual(['The contact already allows calls']);
  });

  it('tell a request that was refused from a call, and do not say it was not sent when nobody knows', () => {
    const language = createLanguage('en', ['en-GB']);
    const refused = {
      code: 'rule',
      refusal: refusal({ rule: 'service-window-closed', needs: ['contact-writes'] }),
    } as const;
    expect(failureText(refused, language, now, 'request')).toBe(
      'The request was not sent. The contact has not been in touch for 24 hours. Wait until the contact writes.',
    );
    expect(failureText(refused, language, now)).not.toContain('request');
    expect(failureText({ code: 'timeout' }, language, now, 'request')).toBe('No answer came in time. Try again.');
  });

  it('ask for nothing else where nothing helps', () => {
    const blocked = refusal({ rule: 'region-blocked', needs: ['nothing-helps', 'grant'], waitUntil: now + hourMs });
    expect(refusalWords(blocked, language, 'call', now)).toEqual([
      'WhatsApp offers no calls with this region',
      'Nothing can be done about it here',
    ]);
  });

  it('are the provider’s own where it refused, and name no number that it did not say', () => {
    const of = (code: number) => refusal({ rule: 'connected-calls', params: { code }, liftsAt: now + 24 * hourMs });
    expect(refusalWords(of(138_012), language, 'call', now)).toEqual([
      'WhatsApp allows no more calls with this contact within 24 hours',
      'You can call again: tomorrow, 14:05',
    ]);
    expect(refusalWords(of(131_999), language, 'call', now)[0]).toContain('(error 131999)');
  });

  it('write numbers as people do', () => {
    const params = { limit: 250, minimum: 1000 };
    const [why] = refusalWords(refusal({ rule: 'messaging-limit-low', params }), language, 'call', now);
    expect(why).toBe('The messaging limit of this number is 250 a day. Calling needs 1,000');
  });

  it('name countries and areas', () => {
    const warning = { warning: 'unreliable-region', params: { side: 'contact', country: 'AE', area: '' } } as const;
    expect(warningText(warning, language)).toBe('Calls with United Arab Emirates may fail or not connect');
    const area = { warning: 'region-uncertain', params: { side: 'contact', country: 'UA', area: 'crimea' } } as const;
    expect(warningText(area, language)).toContain('Crimea');
  });

  it('need no values where only the rule is known', () => {
    for (const locale of ['en', 'it', 'de'] as const)
      for (const rule of ruleIds) expect(briefRefusal(rule, createTranslate(locale)), rule).not.toMatch(/\{\{|rules\./);
  });

  it('stop the agent before a call only where there is something to decide', () => {
    expect(isWorthAStop({ warning: 'balance-short', params: {} })).toBe(true);
    expect(isWorthAStop({ warning: 'rate-unknown', params: {} })).toBe(false);
  });
});

describe('the price of a call', () => {
  const call = { direction: 'business-initiated', answeredAt: now } as const;

  it('runs by the begun minute, exactly', () => {
    expect(costSoFar(call, facts(), now, language)).toBe('$0.00 so far');
    expect(costSoFar(call, facts(), now + 1, language)).toBe('$0.0103 so far');
    expect(costSoFar(call, facts(), now + 181_000, language)).toBe('$0.0412 so far');
  });

  it('is nothing for calls of the contact, and said to be unknown once', () => {
    expect(costSoFar({ ...call, direction: 'user-initiated' }, facts({ rate: null }), now, language)).toBe('Free');
    expect(costSoFar(call, facts({ rate: null }), now, language)).toBe('Price not known');
    expect(costSoFar({ ...call, answeredAt: null }, facts(), now, language)).toBeNull();
  });

  it('stands in the history', () => {
    const cost = { amount: '0.0412', currency: 'USD', chargedSeconds: 240 };
    expect(costText({ ...call, outcome: 'answered', cost }, language)).toBe('$0.0412');
    expect(costText({ ...call, outcome: 'no-answer' }, language)).toBeNull();
    expect(costText({ direction: 'user-initiated', outcome: 'answered' }, language)).toBe('Free');
    expect(costText({ direction: 'user-initiated', outcome: 'missed' }, language)).toBeNull();
  });
});

describe('the last call', () => {
  const row = (changes: Partial<CallRow> = {}): CallRow => ({
    id: 'call-1',
    contactId: 'anna',
    name: 'Anna Bianchi',
    phone: null,
    direction: 'business-initiated',
    kind: 'voice',
    startedAt: 1,
    answeredAt: 2,
    endedAt: 3,
    outcome: 'answered',
    reason: null,
    hasRecording: false,
    ...changes,
  });
  const inHand = snapshot({ calls: [callView({ phase: 'active' })] });
  const cost = { amount: '1', currency: 'USD', chargedSeconds: 60 };

  it('is the one in hand that ended, and learns its price', () => {
    const ended = nextLastCall(null, [row()], inHand);
    expect(ended?.id).toBe('call-1');
    expect(nextLastCall(ended, [row({ cost })], snapshot())?.cost).toEqual(cost);
  });

  it('is none that goes on, that another took, or that was never answered', () => {
    expect(nextLastCall(null, [row({ outcome: null })], inHand)).toBeNull();
    expect(nextLastCall(null, [row({ id: 'other' })], inHand)).toBeNull();
    expect(nextLastCall(null, [row({ direction: 'user-initiated', outcome: 'declined' })], inHand)).toBeNull();
  });

  it('is the one that rang here until a colleague took it, and learns who; a price stays', () => {
    const rings = snapshot({ calls: [callView({ id: 'call-1', phase: 'ringing' })] });
    const taken = row({ direction: 'user-initiated', outcome: 'answered-elsewhere' });
    const shown = nextLastCall(null, [taken], rings);
    expect(shown?.id).toBe('call-1');
    expect(nextLastCall(shown, [{ ...taken, reason: 'Bruno' }], snapshot())?.reason).toBe('Bruno');
    const own = row({ id: 'own' });
    expect(nextLastCall(own, [taken], rings)).toBe(own);
    expect(nextLastCall({ ...own, direction: 'user-initiated' }, [taken], rings)?.id).toBe('call-1');
    expect(nextLastCall(null, [row({ direction: 'user-initiated', outcome: 'missed' })], rings)).toBeNull();
  });
});

describe('whom to dial', () => {
  const anna: Contact = { id: 'anna', name: 'Anna', phone: '+393331234567' };
  const marco: Contact = { id: 'marco', name: 'Marco', phone: null };
  const look = { number: anna.phone, flaw: null, contact: anna } as const;
  const hit = (contact: Contact) => ({ contact, message: null, note: null });

  it('is who has the number first, each once, and nobody by a message', () => {
    expect(candidates(look, [hit(marco), hit(anna)])).toEqual([anna, marco]);
    expect(candidates(null, [{ contact: marco, message: { id: 'm', text: 'Anna', at: 1 }, note: null }])).toEqual([]);
    const note = { id: 'n', text: 'Anna', at: 1, fromMs: null };
    expect(candidates(null, [{ contact: marco, message: null, note }])).toEqual([]);
  });

  it('is nobody for a reason', () => {
    const why = (changes: object, text = '333', found = 0) =>
      whyNobody(
        { text, look: { number: null, flaw: null, contact: null, ...changes }, found, number: '+39 333' },
        language.t,
      );
    expect(why({ flaw: 'region-unknown', number: '+870' })).toContain('No country');
    expect(why({ number: '+39333' })).toContain('No contact has +39 333');
    expect(why({}, '33312')).toContain('no complete phone number');
    expect(why({}, 'Zoe')).toBe('No contact matches “Zoe”.');
    expect(why({}, 'Anna', 1)).toBeNull();
  });
});

describe('keys in a menu', () => {
  it('go round', () => {
    expect([
      stepAmong('ArrowDown', 1, 2, 'column'),
      stepAmong('ArrowUp', 0, 2, 'column'),
      stepAmong('End', 0, 2, 'column'),
    ]).toEqual([0, 1, 1]);
    expect([
      stepAmong('ArrowUp', -1, 2, 'column'),
      stepAmong('x', 0, 2, 'column'),
      stepAmong('Home', 0, 0, 'column'),
    ]).toEqual([1, null, null]);
  });
});
