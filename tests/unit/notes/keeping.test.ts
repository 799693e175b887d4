import { describe, expect, it } from 'vitest';
import { createKeeping } from '../../../src/main/notes/taking/keeping.ts';
import type { FinishedMedia } from '../../../src/main/notes/vault-messages.ts';
import type { CacheChanges } from '../../../src/main/store/cache-store.ts';
import type { KeptNote } from '../../../src/main/store/ledger-store.ts';
import { storeFailure } from '../../../src/main/store/store-error.ts';
import { fail, ok, type Result } from '../../../src/shared/result.ts';

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
  });
  return { ...made, ...made.keeping, state, rows, files, memory, told, sent, refused };
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
