import { describe, expect, it } from 'vitest';
import type { CallRow, ContactEvent } from '#shared/contracts/records.ts';
import { outcomeText } from '../../../src/renderer/ui/features/calls/outcome-text.ts';
import { eventAgent, eventText } from '../../../src/renderer/ui/features/conversation/event-text.ts';
import { noticeText } from '../../../src/renderer/ui/features/notices/notice-text.ts';
import { de } from '../../../src/renderer/ui/i18n/locales/de/index.ts';
import { en } from '../../../src/renderer/ui/i18n/locales/en/index.ts';
import { it as italian } from '../../../src/renderer/ui/i18n/locales/it/index.ts';
import { createTranslate } from '../../../src/renderer/ui/i18n/translator.ts';

const t = createTranslate('en', en);

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
      noticeText({ id: 'a', code: 'call-answered-elsewhere', level: 'info', at: 0, params: { agent } }, t);
    expect(notice('Bruno')).toBe('Bruno answered the call.');
    expect(notice('')).toBe('A colleague answered the call.');
  });
});
