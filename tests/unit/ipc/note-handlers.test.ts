import { describe, expect, it } from 'vitest';
import { fail, ok } from '#shared/result.ts';
import { noteTakingHandlers } from '../../../src/main/ipc/handlers/note-taking.ts';
import { noteHandlers } from '../../../src/main/ipc/handlers/notes.ts';
import { transcriptHandlers } from '../../../src/main/ipc/handlers/transcripts.ts';
import type { NoteTaking } from '../../../src/main/notes/taking/note-taking.ts';

/** One note is being made: `making`. */
const taking = {
  send: async (id: string) => (id === 'making' ? fail('disk-full') : fail('gone')),
  discard: (id: string) => (id === 'making' ? ok(null) : fail('gone')),
} as unknown as NoteTaking;

describe('requests about notes', () => {
  it('reach the outbox where the note is not being made any more', async () => {
    const asked: string[] = [];
    const outbox = {
      send: async (id: string) => {
        asked.push(`send ${id}`);
        return ok(null);
      },
      discard: async (id: string) => {
        asked.push(`discard ${id}`);
        return ok(null);
      },
    };
    const handlers = noteTakingHandlers(taking, outbox);
    expect(await handlers['note.send']({ noteId: 'making' })).toEqual(fail('disk-full'));
    expect(await handlers['note.discard']({ noteId: 'making' })).toEqual(ok(null));
    expect(asked).toEqual([]);
    expect(await handlers['note.send']({ noteId: 'failed' })).toEqual(ok(null));
    expect(await handlers['note.discard']({ noteId: 'failed' })).toEqual(ok(null));
    expect(asked).toEqual(['send failed', 'discard failed']);
  });

  it('are answered where there are no notes at all', async () => {
    expect(await noteTakingHandlers(taking, null)['note.send']({ noteId: 'n' })).toEqual(fail('gone'));
    const handlers = noteHandlers(null);
    expect(await handlers['note.open']({ noteId: 'n' })).toEqual(fail('unsupported'));
    expect(await handlers['note.played']({ noteId: 'n' })).toEqual(fail('unsupported'));
    expect(await handlers['notes.storage'](null)).toEqual(ok({ bytes: 0, count: 0, keepDays: null, keepBytes: null }));
  });

  it('about transcripts tell that there is nothing to write down where there are no notes', async () => {
    const none = transcriptHandlers(null);
    expect(await none['transcripts.get'](null)).toEqual(ok({ state: 'off', waiting: 0, flaw: null }));
    expect(await none['transcripts.chooseModel'](null)).toEqual(fail('unsupported'));
    const view = { state: 'working', waiting: 3, flaw: null } as const;
    const some = transcriptHandlers({ view: () => view, chooseModel: async () => fail('managed') });
    expect(await some['transcripts.get'](null)).toEqual(ok(view));
    expect(await some['transcripts.chooseModel'](null)).toEqual(fail('managed'));
  });
});
