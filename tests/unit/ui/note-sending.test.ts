import { describe, expect, it } from 'vitest';
import { type ErrorCode, errorCodes } from '#shared/result.ts';
import { flawOf } from '../../../src/renderer/ui/features/notes/flaw.ts';
import { notSentKey } from '../../../src/renderer/ui/features/notes/not-sent.ts';
import { waitsForGateway } from '../../../src/renderer/ui/features/notes/waits.ts';
import { createTranslate } from '../../../src/renderer/ui/i18n/translator.ts';
import { createClient } from '../../../src/renderer/ui/state/client.ts';
import type { NotePlaybackState } from '../../../src/renderer/ui/state/note-playback.ts';
import { createNoteProgress } from '../../../src/renderer/ui/state/note-progress.ts';
import { fakeBridge, snapshot } from './support.ts';

describe('the progress of a note', () => {
  it('follows what is handed over, each note for itself, and is gone at the end', () => {
    const { bridge, push } = fakeBridge();
    const progress = createNoteProgress(createClient(bridge));
    push('noteProgress', { noteId: 'n1', sent: 0, total: 200 });
    push('noteProgress', { noteId: 'n2', sent: 50, total: 200 });
    expect([...progress.get()]).toEqual([
      ['n1', 0],
      ['n2', 0.25],
    ]);
    push('noteProgress', { noteId: 'n1', sent: 200, total: 200 });
    expect([...progress.get().keys()]).toEqual(['n2']);
    // A cut: it begins again.
    push('noteProgress', { noteId: 'n2', sent: 0, total: 200 });
    expect(progress.get().get('n2')).toBe(0);
    push('noteProgress', { noteId: 'n2', sent: 0, total: 0 });
    expect(progress.get().size).toBe(0);
  });
});

describe('a note on its way', () => {
  const { agent, connection } = snapshot();
  const withoutPhone = { agent, connection: { ...connection, state: 'connecting' } } as const;
  const withoutGateway = { agent, connection: { ...connection, state: 'connecting', gateway: false } } as const;

  it('waits for the gateway, not for the phone', () => {
    expect(waitsForGateway({ agent: 'Lena' }, withoutPhone)).toBe(false);
    expect(waitsForGateway({ agent: 'Lena' }, withoutGateway)).toBe(true);
    expect(waitsForGateway({ agent: null }, withoutGateway)).toBe(true);
  });

  it('of a colleague does not hang on this connection', () => {
    expect(waitsForGateway({ agent: 'Carla' }, withoutGateway)).toBe(false);
  });
});

describe('a note that was not sent', () => {
  it.each([
    ['rejected', 'WhatsApp did not accept it.'],
    ['gone', 'This message is not kept any more.'],
    ['storage', 'The gateway could not send it.'],
    ['busy', 'The gateway could not send it.'],
    ['invalid', 'The gateway could not send it.'],
  ] as const)('says at %s what became of it, and nothing of calls or of this computer', (code, words) => {
    expect(createTranslate('en')(notSentKey(code))).toBe(words);
  });

  it.each(['en', 'it', 'de'] as const)('has words for every reason in %s', (locale) => {
    const t = createTranslate(locale);
    for (const code of errorCodes) expect(t(notSentKey(code)), code).not.toMatch(/^(notes|error)\./);
    expect(t(notSentKey('window-closed'))).toBe(t('error.window-closed'));
  });
});

describe('a note that cannot be played', () => {
  const open = (id: string, code: ErrorCode | null): NotePlaybackState => ({
    note: { id, contactId: 'anna', kind: 'voice', incoming: true, durationMs: 1000 },
    phase: code === null ? 'playing' : 'failed',
    position: 0,
    speed: 1,
    failure: code === null ? null : { code },
  });

  it('is one of which that is known', () => {
    expect(flawOf({ id: 'n1', flaw: 'damaged' }, open('n2', null))).toBe('damaged');
    expect(flawOf({ id: 'n1', flaw: 'too-large' }, open('n1', null))).toBe('too-large');
    expect(flawOf({ id: 'n1', flaw: 'too-long' }, open('n1', null))).toBeNull();
  });

  it('is one that turned out so when it was opened; what may pass is no flaw', () => {
    for (const code of ['damaged', 'gone', 'unsupported'] as const)
      expect(flawOf({ id: 'n1', flaw: null }, open('n1', code))).toBe(code);
    for (const code of ['offline', 'storage', null] as const)
      expect(flawOf({ id: 'n1', flaw: null }, open('n1', code))).toBeNull();
    expect(flawOf({ id: 'n2', flaw: null }, open('n1', 'damaged'))).toBeNull();
  });
});
