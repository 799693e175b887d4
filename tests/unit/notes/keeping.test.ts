import { describe, expect, it } from 'vitest';
import { createKeeping } from '../../../src/main/notes/taking/keeping.ts';
import type { FinishedMedia, GatheredNote } from '../../../src/main/notes/vault-messages.ts';
import type { CacheChanges } from '../../../src/main/store/cache-store.ts';
import type { KeptNote } from '../../../src/main/store/ledger-store.ts';
import { storeFailure } from '../../../src/main/store/store-error.ts';
import { fail, ok, type Result } from '../../../src/shared/result.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

const full = { ok: false, error: storeFailure('disk-full', 'no space left') } as const;
const media: FinishedMedia = {
  bytes: Uint8Array.of(1, 2, 3),
  sha256: 'ab'.repeat(32),
  durationMs: 2_000,
  mimeType: 'audio/webm;codecs=opus',
};
const draft = (noteId: string) => ({
  noteId,
  callId: 'c1',
  contactId: 'anna',
  kind: 'voice' as const,
  mimeType: '',
  live: Uint8Array.of(9),
  peaks: 'AQI=',
});

/** A disk that may be full, and a thread that may die. */
function harness() {
  const state = { isFull: false, finishes: [] as Result<FinishedMedia>[] };
  const rows = new Map<string, KeptNote>();
  const files = new Set<string>();
  const memory = new Set<string>();
  const told = new Set<string>();
  const sent: string[] = [];
  /** What the gateway has and could not send. */
  const refused = new Set<string>();
  const changes: CacheChanges[] = [];
  const unfinished = new Map<string, Result<GatheredNote>>();
  const made = createKeeping({
    vault: {
      finish: async () => state.finishes.shift() ?? ok(media),
      keep: async (id) => {
        (state.isFull ? memory : files).add(id);
        return ok({ lasts: !state.isFull });
      },
      persist: async (id) => {
        if (!state.isFull && memory.delete(id)) files.add(id);
        return files.has(id);
      },
      remove: async (id) => {
        files.delete(id);
        memory.delete(id);
      },
      list: async () => ok([...files].map((id) => ({ id, bytes: 3, writtenAt: 1 }))),
    },
    ledger: {
      noteKeep: async (note) => {
        if (state.isFull) return full;
        rows.set(note.id, { ...note, state: 'draft', attempts: 0, error: null });
        return ok(null);
      },
      noteKept: async (id) => ok(rows.get(id) ?? null),
      noteMove: async (id, { from, to }) => {
        const row = rows.get(id);
        if (row !== undefined && from.includes(row.state)) rows.set(id, { ...row, state: to });
        return ok(rows.get(id) ?? null);
      },
      notesUnsent: async () => ok([...rows.values()].filter(({ state }) => state !== 'done').map(({ id }) => id)),
      notesIn: async (wanted) => ok([...rows.values()].filter((row) => row.state === wanted)),
    },
    cache: { dropLocalNote: async () => fail('not-found') as never },
    unfinished: {
      add: () => undefined,
      drop: async (id) => {
        unfinished.delete(id);
      },
      left: async () => ok([...unfinished.keys()]),
      gather: async (id) => unfinished.get(id) ?? fail('gone'),
    },
    outbox: {
      send: async (id) => {
        sent.push(id);
        return ok(null);
      },
      withdraw: async (id) => ok(refused.delete(id)),
    },
    opener: { forget: () => undefined },
    notices: { tell: (code) => told.add(code), withdraw: (code) => told.delete(code) },
    changed: (change) => changes.push(change),
    clock: { now: () => 50 },
    log: memoryLog(),
  });
  return { ...made, ...made.keeping, state, rows, files, memory, told, sent, refused, unfinished };
}

describe('a note that is kept', () => {
  it('lives in memory where the disk is full, is told, and is written and sent once there is room', async () => {
    const { keepDraft, send, unwritten, notesUnsent, state, rows, files, memory, told, sent } = harness();
    state.isFull = true;
    expect(await keepDraft(draft('n1'))).toEqual(ok({ durationMs: 2_000 }));
    expect(unwritten('n1')).toMatchObject({ id: 'n1', callId: 'c1', peaks: 'AQI=', sha256: media.sha256 });
    expect([...memory, ...told]).toEqual(['n1', 'note-in-memory']);
    expect(await notesUnsent(), 'housekeeping lets it be').toEqual(ok(['n1']));
    expect(await send('n1')).toMatchObject({ error: { code: 'disk-full' } });
    expect(sent).toEqual([]);
    state.isFull = false;
    expect(await send('n1')).toEqual(ok(null));
    expect(sent).toEqual(['n1']);
    expect([...files]).toEqual(['n1']);
    expect(rows.get('n1')).toMatchObject({ at: 50 });
    expect([...told, ...memory, unwritten('n1')]).toEqual([null]);
  });

  it('is thrown away whole where it was never written; the word of it stays while others live in memory', async () => {
    const { keepDraft, discard, unwritten, state, memory, told } = harness();
    state.isFull = true;
    await keepDraft(draft('n1'));
    await keepDraft(draft('n2'));
    expect(await discard('n1')).toEqual(ok(null));
    expect([...memory, unwritten('n1'), ...told]).toEqual(['n2', null, 'note-in-memory']);
    await discard('n2');
    expect([...memory, ...told]).toEqual([]);
  });

  it('that the gateway has is thrown away only where it could not be sent, and then with what stands here', async () => {
    const { keepDraft, discard, rows, files, refused } = harness();
    for (const id of ['n1', 'n2']) {
      await keepDraft(draft(id));
      rows.set(id, { ...rows.get(id), state: 'done' } as KeptNote);
    }
    refused.add('n1');
    for (const id of ['n1', 'n2']) expect(await discard(id)).toEqual(ok(null));
    expect([...files]).toEqual(['n2']);
    expect([...rows.values()].map(({ state }) => state)).toEqual(['discarded', 'done']);
  });

  it('that lives in memory stands on the disk as it was recorded, and is a draft again after a crash', async () => {
    const first = harness();
    const pieces: Result<GatheredNote> = ok({
      note: { ...draft('n1'), at: 7 },
      live: draft('n1').live,
      isDamaged: false,
    });
    first.unfinished.set('n1', pieces);
    first.state.isFull = true;
    await first.keepDraft(draft('n1'));
    await first.recover();
    expect([...first.unfinished.keys()], 'there is no room yet').toEqual(['n1']);
    first.memory.clear();
    first.state.isFull = false;
    first.rows.set('n1', { id: 'n1', state: 'draft' } as KeptNote);
    await first.recover();
    expect([...first.files, ...first.unfinished.keys()]).toEqual(['n1']);
  });

  it('that an app was recording when it died is a draft once; what cannot be read now waits for another start', async () => {
    const { recover, keepDraft, discard, state, rows, told, unfinished } = harness();
    const { live, peaks: _peaks, ...about } = draft('');
    const gathered = (noteId: string, isDamaged = false): Result<GatheredNote> =>
      ok({ note: { ...about, noteId, at: 7 }, live, isDamaged });
    await keepDraft(draft('kept'));
    await keepDraft(draft('thrown'));
    await discard('thrown');
    for (const id of ['kept', 'thrown', 'n1']) unfinished.set(id, gathered(id));
    unfinished.set('locked', fail('no-keyring'));
    await recover();
    expect([...unfinished.keys()]).toEqual(['locked']);
    expect(rows.get('n1')).toMatchObject({ state: 'draft', at: 7, peaks: null, durationMs: 2_000 });
    expect([rows.get('kept')?.at, rows.get('thrown')?.state]).toEqual([50, 'discarded']);
    expect([...told]).toEqual([]);

    unfinished.set('part', gathered('part', true));
    unfinished.set('spoilt', fail('damaged'));
    unfinished.set('empty', fail('gone'));
    unfinished.set('moment', gathered('moment'));
    state.finishes.push(ok(media), fail('media', 'nothing in it'));
    await recover();
    expect([...unfinished.keys()]).toEqual(['locked']);
    expect([...rows.keys()].filter((id) => !['kept', 'thrown', 'n1'].includes(id))).toEqual(['part']);
    expect([...told]).toEqual(['note-damaged']);
  });

  it('outlives a thread that dies once, not a recording that is none', async () => {
    const { keepDraft, state } = harness();
    state.finishes.push(fail('internal', 'the thread ended'));
    expect(await keepDraft(draft('n1'))).toEqual(ok({ durationMs: 2_000 }));
    state.finishes.push(fail('media', 'no WebM'));
    expect(await keepDraft(draft('n2'))).toEqual(fail('media', 'no WebM'));
  });

  it('is a draft again after the app ended, where its media is there; what is in the making here stays', async () => {
    const { keepDraft, drafts, send, files, rows } = harness();
    await keepDraft(draft('n1'));
    await keepDraft(draft('lost'));
    files.delete('lost');
    const { mimeType: _mimeType, live: _live, ...kept } = draft('n1');
    expect(await drafts()).toEqual(ok([{ ...kept, durationMs: 2_000, at: 50 }]));
    expect(rows.get('lost')?.state).toBe('discarded');
    await send('n1');
    expect(rows.get('n1')?.state).toBe('draft');
  });
});
