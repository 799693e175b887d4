import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BusinessHours, businessHoursSchema } from '../../../../src/shared/contracts/business-hours.ts';
import { replyTemplates } from '../../../../src/shared/contracts/reply-templates.ts';
import { hoursText } from '../../../../src/shared/domain/replies/hours-words.ts';
import { namedTime } from '../../../../src/shared/domain/replies/named-time.ts';
import { suggestReplies } from '../../../../src/shared/domain/replies/suggest.ts';

const workday = [{ open: '09:00', close: '18:00' }];
const hours: BusinessHours = businessHoursSchema.parse({
  timeZone: 'Europe/Rome',
  week: {
    monday: workday,
    tuesday: workday,
    wednesday: workday,
    thursday: workday,
    friday: workday,
    saturday: [{ open: '09:00', close: '13:00' }],
    sunday: [],
  },
});

const occasion = { text: '', language: null, locale: 'en', hours, templates: {} } as const;

describe('a time that is named', () => {
  it.each([
    ['en', 'Could you call me back tomorrow at 3:30 pm please', { day: 'tomorrow', minutes: 930, part: null }],
    ['en', 'ring me at 3', { day: null, minutes: 900, part: null }],
    ['en', 'at half past 9 on Monday', { day: 'monday', minutes: 570, part: null }],
    ['en', 'in the morning at 7', { day: null, minutes: 420, part: 'morning' }],
    ['en', 'around noon', { day: null, minutes: 720, part: null }],
    ['en', '12 am works', { day: null, minutes: 0, part: null }],
    ['it', 'mi richiami domani alle 15', { day: 'tomorrow', minutes: 900, part: null }],
    ['it', 'lunedì alle 9 e mezza', { day: 'monday', minutes: 570, part: null }],
    ['it', 'venerdì pomeriggio', { day: 'friday', minutes: null, part: 'afternoon' }],
    ['it', 'dopo le 16.30', { day: null, minutes: 990, part: null }],
    ['de', 'bitte morgen um 15 Uhr 30', { day: 'tomorrow', minutes: 930, part: null }],
    ['de', 'am Montag um halb 4', { day: 'monday', minutes: 930, part: null }],
    ['de', 'guten Morgen, rufen Sie am Nachmittag an', { day: null, minutes: null, part: 'afternoon' }],
    ['de', 'übermorgen Vormittag', { day: 'day-after-tomorrow', minutes: null, part: 'morning' }],
  ] as const)('%s: %s', (locale, text, expected) => {
    expect(namedTime(text, locale)).toEqual(expected);
  });

  it.each([
    ['en', 'I bought 3 tyres and call back please'],
    ['en', 'the atlas 12 is broken'],
    ['it', 'ho 2 gomme da cambiare'],
    ['de', 'ich habe 4 Reifen'],
  ] as const)('%s: none in "%s"', (locale, text) => {
    expect(namedTime(text, locale)).toBeNull();
  });

  it('is within a day whatever is said, and takes no time for any text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('en', 'it', 'de'),
        fc.string({ maxLength: 5_000 }),
        fc.nat(99),
        (locale, noise, hour) => {
          for (const text of [
            noise,
            `at ${hour}`,
            `alle ${hour}`,
            `um ${hour} Uhr`,
            `halb ${hour}`,
            `${noise} at ${hour}`,
          ]) {
            const minutes = namedTime(text, locale)?.minutes ?? 0;
            expect(minutes).toBeGreaterThanOrEqual(0);
            expect(minutes).toBeLessThan(1_440);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('suggested replies', () => {
  const texts = (given: Partial<Parameters<typeof suggestReplies>[0]>) =>
    suggestReplies({ ...occasion, ...given }).map(({ text }) => text);

  it('name the time that the contact named, in the language of the note', () => {
    expect(texts({ text: 'Please call me back tomorrow at 3:30 pm' })[0]).toBe(
      'Thank you for your message. We will call you back tomorrow at 3:30 pm.',
    );
    expect(texts({ text: 'Buongiorno, mi può richiamare lunedì alle 9 e mezza? Grazie' })[0]).toBe(
      'Grazie per il messaggio. La richiamiamo lunedì alle 9:30.',
    );
    expect(texts({ text: 'Bitte rufen Sie mich am Montag um halb 4 an', locale: 'it' })[0]).toBe(
      'Danke für Ihre Nachricht. Wir rufen Sie am Montag um 15:30 Uhr zurück.',
    );
  });

  it('tell the opening hours where they are asked for and set', () => {
    expect(texts({ text: 'Are you open on Saturday?' })[0]).toBe('We are open Mon–Fri 09:00–18:00, Sat 09:00–13:00.');
    expect(texts({ text: 'Siete aperti il sabato?', language: 'it-IT' })[0]).toBe(
      'Siamo aperti lun–ven 09:00–18:00, sab 09:00–13:00.',
    );
    expect(texts({ text: 'Are you open on Saturday?', hours: null })).not.toContain('We are open .');
  });

  it('offer to call now in any case, and thanks where nothing was named', () => {
    expect(texts({ text: 'My car makes a noise' })).toEqual([
      'Thank you for your message. We will call you now.',
      'Thank you for your message. We will call you back as soon as we can.',
    ]);
  });

  it('use what the transcript says of its language, else the words, else the agent’s', () => {
    expect(texts({ text: 'ok', language: 'de-AT' })[0]).toContain('Danke');
    expect(texts({ text: 'xyz', locale: 'it' })[0]).toContain('Grazie');
  });

  it('are made from the agent’s own templates', () => {
    const templates = { en: { callAt: 'Ok, {time}!', callNow: 'Calling.' } };
    expect(texts({ text: 'call me at 4', templates })).toEqual(['Ok, at 4:00 pm!', 'Calling.']);
    expect(replyTemplates.safeParse({ en: { callNow: ' ' } }).success).toBe(false);
    expect(replyTemplates.safeParse({ fr: {} }).success).toBe(false);
    // A placeholder that is none stays what it is.
    expect(texts({ text: 'x', templates: { en: { callNow: '{name} {constructor}' } } })[0]).toBe(
      '{name} {constructor}',
    );
  });

  it('are the same for the same occasion', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500 }), (text) => {
        expect(suggestReplies({ ...occasion, text })).toEqual(suggestReplies({ ...occasion, text }));
      }),
    );
  });
});

describe('opening hours in words', () => {
  it('put neighbours together and leave closed days out', () => {
    const split = businessHoursSchema.parse({
      ...hours,
      week: {
        ...hours.week,
        wednesday: [],
        thursday: [
          { open: '09:00', close: '12:00' },
          { open: '15:00', close: '19:00' },
        ],
      },
    });
    expect(hoursText(split, 'de')).toBe(
      'Mo–Di 09:00–18:00, Do 09:00–12:00 15:00–19:00, Fr 09:00–18:00, Sa 09:00–13:00',
    );
  });
});
