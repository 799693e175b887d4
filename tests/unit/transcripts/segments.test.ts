import { describe, expect, it } from 'vitest';
import { noteTranscript } from '#shared/contracts/note.ts';
import { segmentsOf, transcriptOf, type Understood } from '../../../src/main/transcripts/engine/segments.ts';

const understood = (over: Partial<Understood>): Understood => ({
  text: '',
  language: '',
  tokens: [],
  tokenTimes: [],
  phrases: [],
  phraseTimes: [],
  ...over,
});

describe('the segments of what was understood', () => {
  it("are the model's own phrases, counted from the beginning of the note", () => {
    const heard = understood({
      text: 'Ciao Anna. Mi richiami?',
      phrases: [' Ciao Anna.', ' Mi richiami?'],
      phraseTimes: [0.2, 3],
    });
    expect(segmentsOf(heard, 20_000)).toEqual([
      { fromMs: 20_200, text: 'Ciao Anna.' },
      { fromMs: 23_000, text: 'Mi richiami?' },
    ]);
  });

  it('are made of its words by pauses and the ends of sentences', () => {
    const heard = understood({
      text: 'Hello there. Please call me tomorrow',
      tokens: ['▁Hel', 'lo', '▁there', '.', '▁Please', '▁call', '▁me', '▁tomorrow'],
      tokenTimes: [0.1, 0.2, 0.4, 0.5, 0.7, 0.9, 1, 3],
    });
    expect(segmentsOf(heard, 0)).toEqual([
      { fromMs: 100, text: 'Hello there.' },
      { fromMs: 700, text: 'Please call me' },
      { fromMs: 3_000, text: 'tomorrow' },
    ]);
  });

  it('never end within a word, however long the pause', () => {
    const heard = understood({ text: 'morning', tokens: ['▁mor', 'ning'], tokenTimes: [0, 5] });
    expect(segmentsOf(heard, 0)).toEqual([{ fromMs: 0, text: 'morning' }]);
  });

  it('end after some words where nobody draws breath', () => {
    const tokens = Array.from({ length: 60 }, () => ' word');
    const heard = understood({ text: tokens.join(''), tokens, tokenTimes: tokens.map((_, index) => index / 10) });
    const found = segmentsOf(heard, 0);
    expect(found.length).toBeGreaterThan(1);
    expect(found.map(({ text }) => text).join(' ')).toBe(tokens.join('').trim());
  });

  it.each([
    ['the model tells no times', { tokens: ['▁a', '▁b'] }],
    ['letters are torn into tokens', { tokens: ['gr\uFFFD', '\uFFFD'], tokenTimes: [0, 1] }],
    ['phrases lack some words', { phrases: ['a'], phraseTimes: [0] }],
  ])('are the piece as a whole where %s', (_, over) => {
    expect(segmentsOf(understood({ text: ' a  b', ...over }), 5_000)).toEqual([{ fromMs: 5_000, text: 'a b' }]);
  });

  it('are none where nothing was said', () => {
    expect(segmentsOf(understood({ text: '  ' }), 0)).toEqual([]);
  });
});

describe('the transcript', () => {
  it('has the language of most pieces, and says that it was made here', () => {
    expect(
      transcriptOf(
        [
          { fromMs: 5, text: 'eins' },
          { fromMs: 9, text: 'zwei' },
        ],
        ['<|de|>', 'en', 'de'],
      ),
    ).toEqual({
      text: 'eins zwei',
      language: 'de',
      segments: [
        { fromMs: 5, text: 'eins' },
        { fromMs: 9, text: 'zwei' },
      ],
      origin: 'desktop',
    });
    expect(transcriptOf([{ fromMs: 0, text: 'x' }], ['', 'no language'])?.language).toBeNull();
    expect(transcriptOf([], ['de'])).toBeNull();
  });

  it('has a moment of its own for each segment', () => {
    const twice = [
      { fromMs: 700, text: 'one' },
      { fromMs: 700, text: 'two' },
      { fromMs: 650, text: 'three' },
    ];
    expect(transcriptOf(twice, [])?.segments.map(({ fromMs }) => fromMs)).toEqual([700, 701, 702]);
  });

  it('fits the contract, however much a model makes up', () => {
    const endless = Array.from({ length: 3_000 }, (_, index) => ({
      fromMs: index,
      text: `${'x'.repeat(index % 2_500)}y`,
    }));
    const made = transcriptOf(endless, []);
    expect(noteTranscript.safeParse(made).success).toBe(true);
    expect(made?.text.length).toBeGreaterThan(19_000);
  });
});
