import { describe, expect, it } from 'vitest';
import type { CallRow, ContactEvent } from '#shared/contracts/records.ts';
import { outcomeText } from '../../../src/renderer/ui/features/calls/outcome-text.ts';
import { eventAgent, eventText } from '../../../src/renderer/ui/features/conversation/event-text.ts';
import { noticeText } from '../../../src/renderer/ui/features/notices/notice-text.ts';
import { createDateFormats } from '../../../src/renderer/ui/format/dates.ts';
import { de } from '../../../src/renderer/ui/i18n/locales/de/index.ts';
import { en } from '../../../src/renderer/ui/i18n/locales/en/index.ts';
import { it as italian } from '../../../src/renderer/ui/i18n/locales/it/index.ts';
import { createTranslate } from '../../../src/renderer/ui/i18n/translator.ts';

const t = createTranslate('en', en);
const words = { t, dates: createDateFormats('en-GB', 'UTC') };

describe('how a call came out', () => {
  it.each<[CallRow['outcome'], string | null, string]>([
    ['answered', 'media', 'Answered'],
    ['answered-elsewhere', 'Bruno', 'Answered by Bruno'],
    ['answered-elsewhere', null, 'Answered by a colleague'],
    ['missed', 'ring-timeout', 'Missed'],
    ['declined', null, 'Declined'],
    ['refused', 'busy 486', 'Busy'],
    ['refused', 'declined 603: Declined', 'Declined by contact'],
    ['refused', 'refused 403: Forbidden', 'Refused'],
    ['refused', 'refused 403: rule:balance-low', 'Not placed: The balance is too low for calls'],
    [
      'refused',
      'refused 403: code:138005 in:60 rule:provider-limit',
      'Not placed: Too many calls were started from this number',
    ],
    ['failed', 'unreachable 503: code:138004 rule:provider-failed', 'Not placed: WhatsApp could not connect the call'],
    ['no-answer', 'unreachable 480', 'No answer'],
    ['failed', 'dial-timeout', 'Failed'],
    ['interrupted', 'phone-lost', 'Interrupted'],
  ])('%s (%s): %s', (outcome, reason, words) => {
    expect(outcomeText({ outcome, reason, answeredAt: null }, t)).toBe(words);
  });

  it('is not known yet while it rings or goes on', () => {
    const open = { outcome: null, reason: null };
    expect(outcomeText({ ...open, answeredAt: null }, t)).toBe('Ringing');
    expect(outcomeText({ ...open, answeredAt: 1 }, t)).toBe('In progress');
  });

  it('names the colleague in each language', () => {
    const row = { outcome: 'answered-elsewhere', reason: 'Bruno', answeredAt: null } as const;
    expect(outcomeText(row, createTranslate('it', italian))).toBe('Ha risposto Bruno');
    expect(outcomeText(row, createTranslate('de', de))).toBe('Von Bruno angenommen');
  });
});

describe('an event of the conversation', () => {
  const event = (type: ContactEvent['type'], agent: string | null, durationMs: number | null = null): ContactEvent => ({
    id: 'e',
    contactId: 'anna',
    type,
    at: 0,
    callId: null,
    kind: 'voice',
    durationMs,
    agent,
  });

  it('names whoever took the call once', () => {
    expect(eventText(event('answered-elsewhere', 'Bruno'), t)).toBe('Answered by Bruno');
    expect(eventAgent(event('answered-elsewhere', 'Bruno'))).toBeNull();
    expect(eventText(event('answered-elsewhere', null), t)).toBe('Answered by a colleague');
    expect(eventText(event('answered-call', 'Bruno', 134_000), t)).toBe('Answered call · 02:14');
    expect(eventAgent(event('answered-call', 'Bruno'))).toBe('Bruno');
  });

  it('and the notice about it names them too', () => {
    const notice = (agent: string) =>
      noticeText({ id: 'a', code: 'call-answered-elsewhere', level: 'info', at: 0, params: { agent } }, words, 0);
    expect(notice('Bruno')).toBe('Bruno answered the call.');
    expect(notice('')).toBe('A colleague answered the call.');
  });

  it('of a call that the provider refused says why in its terms, and when again for as long as that lies ahead', () => {
    const at = Date.UTC(2026, 10, 22, 9, 5);
    const params = { rule: 'connected-calls', code: 138_012, againAt: at + 3 * 3_600_000 };
    const refused = { id: 'a', code: 'call-refused', level: 'warning', at, params } as const;
    const why = 'The call was not placed: WhatsApp allows no more calls with this contact within 24 hours.';
    expect(noticeText(refused, words, at)).toBe(`${why} You can call again: 12:05.`);
    // A rehearsal whose clock has jumped by an hour: as everywhere else.
    expect(noticeText(refused, words, at, 3_600_000)).toContain('13:05');
    expect(noticeText(refused, words, params.againAt)).toBe(why);
  });
});
