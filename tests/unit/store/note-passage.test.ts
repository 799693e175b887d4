import { describe, expect, it } from 'vitest';
import type { NoteTranscript } from '#shared/contracts/note.ts';
import { passageOf } from '../../../src/main/store/cache/note-passage.ts';

const transcriptOf = (text: string, segments: NoteTranscript['segments'] = []): NoteTranscript => ({
  text,
  language: null,
  segments,
  origin: 'desktop',
});

describe('the passage of a transcript that a search meant', () => {
  it('is the first segment with the most of the words, whatever their case and accents', () => {
    const segments = [
      { fromMs: 0, text: 'Il pneumatico' },
      { fromMs: 900, text: 'È arrivato il PNEUMATICO' },
      { fromMs: 2_000, text: 'Il pneumatico è arrivato' },
    ];
    expect(passageOf(transcriptOf('', segments), ['pneumatico', 'è', 'arriv'])).toEqual({
      text: 'È arrivato il PNEUMATICO',
      fromMs: 900,
    });
  });

  it('is what stands around the first word where nothing is said about when', () => {
    const filler = 'parola '.repeat(100);
    const { text, fromMs } = passageOf(transcriptOf(`${filler}città ${filler}`), ['citta']);
    expect(fromMs).toBeNull();
    expect(text).toMatch(/^…(parola )+città (parola )+parola…$/);
    expect(text.length).toBeLessThanOrEqual(302);
    expect(passageOf(transcriptOf('Poche parole'), ['citta']).text).toBe('Poche parole');
    expect(passageOf(transcriptOf(filler), ['citta']).text).toMatch(/^parola /);
  });
});
