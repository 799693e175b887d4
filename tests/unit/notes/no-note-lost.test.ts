import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { createNoteTaking, type KeptDraft, type NewDraft } from '../../../src/main/notes/taking/note-taking.ts';
import type { CallRow } from '../../../src/shared/contracts/records.ts';
import type { CallView, NoteInProgress, UnansweredView } from '../../../src/shared/contracts/session.ts';
import { fail, ok, type Result } from '../../../src/shared/result.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

type KeptState = 'draft' | 'sent' | 'discarded';

/** What outlives the app: drafts and what became of them. */
function shelf() {
  const rows = new Map<string, { readonly draft: KeptDraft; state: KeptState; sends: number }>();
  return {
    rows,
    keep: ({ noteId, callId, contactId, kind, peaks }: NewDraft): void => {
      const draft = { noteId, callId, contactId, kind, peaks, durationMs: 1_000, at: rows.size };
      if (!rows.has(noteId)) rows.set(noteId, { draft, state: 'draft', sends: 0 });
    },
  };
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
};

/** One life of the app; after its end nothing that it had asked for happens. */
function startLife(kept: ReturnType<typeof shelf>, newId: () => string, next: () => boolean) {
  let isAlive = true;
  const shown: { unanswered: UnansweredView | null; note: NoteInProgress | null } = { unanswered: null, note: null };
  /** Disks take their time. */
  const later = async <T>(work: () => T, turns = 1): Promise<T> => {
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    return isAlive ? work() : new Promise<never>(() => undefined);
  };
  const taking = createNoteTaking({
    phone: ({ do: asked }) => later(() => (asked === 'note.record' && next() ? fail('microphone') : ok(null))),
    keeping: {
      secure: () => undefined,
      keepDraft: (draft) =>
        later(() => {
          kept.keep(draft);
          return ok({ durationMs: 1_000 });
        }, 8),
      send: (id) =>
        later((): Result<null> => {
          const row = kept.rows.get(id);
          if (row === undefined || row.state === 'discarded') return fail('gone');
          if (next()) return fail('disk-full');
          if (row.state === 'draft') row.sends += 1;
          row.state = 'sent';
          return ok(null);
        }),
      discard: (id) =>
        later(() => {
          const row = kept.rows.get(id);
          if (row?.state === 'draft') row.state = 'discarded';
          return ok(null);
        }, 4),
      drafts: () =>
        later(() => ok([...kept.rows.values()].filter(({ state }) => state === 'draft').map(({ draft }) => draft))),
    },
    about: ({ at }) => later(() => ({ name: 'Anna', why: 'no-answer', at })),
    refusal: () => later(() => null),
    isWanted: () => true,
    show: (parts) => Object.assign(shown, parts),
    failed: () => undefined,
    newId,
    clock: { now: () => 1 },
    log: memoryLog(),
  });
  return {
    taking,
    shown,
    die: () => {
      isAlive = false;
    },
  };
}

const steps = [
  'unanswered',
  'record',
  'started',
  'chunk',
  'stopped',
  'draft',
  'draft',
  'stop',
  'failed',
  'phone lost',
  'send',
  'discard',
  'dismiss',
  'talk',
  'hang up',
  'kill',
  'quit',
  'settle',
] as const;

it('no note is lost, sent twice, or sent after it was thrown away, whatever comes, late or twice, and whenever the app ends', async () => {
  const warned = vi.spyOn(console, 'warn').mockReturnValue();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...steps), { minLength: 10, maxLength: 60, size: 'max' }),
      fc.infiniteStream(fc.nat({ max: 5 })),
      async (sequence, luck) => {
        const kept = shelf();
        let ids = 0;
        let calls = 0;
        const newId = (): string => {
          ids += 1;
          return `n${ids}`;
        };
        const next = (): boolean => luck.next().value === 0;
        let life = startLife(kept, newId, next);
        /** What the agent threw away, by any button. */
        const unwanted = new Set<string>();
        /** And the app lived on. */
        const dropped = new Set<string>();
        const drop = (id: string): void => {
          unwanted.add(id);
          dropped.add(id);
        };
        let chunks = 0;
        /** Chunks that came while it was being recorded. */
        let heard = 0;
        const line = (id: string): CallView =>
          ({ id, direction: 'business-initiated', phase: 'ringing-out' }) as CallView;
        for (const step of sequence) {
          const { taking, shown } = life;
          const noteId = shown.note?.noteId ?? `n${ids}`;
          switch (step) {
            case 'unanswered': {
              calls += 1;
              const id = `c${calls}`;
              taking.callsChanged([line(id)]);
              taking.callsChanged([]);
              const row = { id, contactId: 'anna', kind: 'voice', endedAt: 1, outcome: 'no-answer', reason: null };
              taking.rowsChanged([{ ...row, direction: 'business-initiated' } as CallRow]);
              break;
            }
            case 'record':
              if (shown.unanswered !== null) {
                chunks = 0;
                heard = 0;
                void taking.record(shown.unanswered.callId);
              }
              break;
            case 'draft': {
              if (shown.unanswered === null || shown.note !== null) break;
              void taking.record(shown.unanswered.callId);
              const mine = `n${ids}`;
              taking.fromPhone({ type: 'note.started', noteId: mine, mimeType: 'audio/webm;codecs=opus' });
              taking.fromPhone({ type: 'note.chunk', noteId: mine, sequence: 0, data: Uint8Array.of(1) });
              taking.fromPhone({
                type: 'note.stopped',
                noteId: mine,
                chunks: 1,
                durationMs: 1,
                peaks: Uint8Array.of(1),
              });
              break;
            }
            case 'started':
              taking.fromPhone({ type: 'note.started', noteId, mimeType: 'audio/webm;codecs=opus' });
              break;
            case 'chunk':
              taking.fromPhone({ type: 'note.chunk', noteId, sequence: chunks, data: Uint8Array.of(1) });
              chunks += 1;
              if (shown.note?.phase === 'recording') heard += 1;
              break;
            case 'stopped':
              taking.fromPhone({ type: 'note.stopped', noteId, chunks, durationMs: 1, peaks: Uint8Array.of(1) });
              break;
            case 'failed':
              taking.fromPhone({ type: 'note.failed', noteId, error: { code: 'media' } });
              break;
            case 'stop':
              taking.stop(noteId);
              break;
            case 'phone lost':
              taking.phoneLost();
              break;
            case 'send':
              void taking.send(noteId);
              break;
            case 'discard':
              if (taking.discard(noteId).ok) drop(noteId);
              break;
            case 'dismiss': {
              const { note, unanswered } = shown;
              const isSending = note !== null && !taking.discard(note.noteId).ok;
              if (note !== null && !isSending) drop(note.noteId);
              if (unanswered !== null) taking.dismissPrompt(unanswered.callId);
              break;
            }
            case 'talk':
              taking.callsChanged([line('other')]);
              break;
            case 'hang up':
              taking.callsChanged([]);
              break;
            case 'quit':
            case 'kill':
              if (step === 'quit') {
                const isRecorded = shown.note?.phase === 'recording' && heard > 0;
                const left = taking.leave();
                taking.fromPhone({ type: 'note.stopped', noteId, chunks, durationMs: 1, peaks: Uint8Array.of(1) });
                await Promise.race([left, settle()]);
                if (isRecorded) expect(kept.rows.get(noteId)?.state, 'kept when the app ends').toBe('draft');
              }
              life.die();
              dropped.clear();
              life = startLife(kept, newId, next);
              await life.taking.takeUp();
              break;
            case 'settle':
              await settle();
              break;
          }
          for (let turns = luck.next().value ?? 0; turns > 0; turns -= 1) await Promise.resolve();
        }
        await settle();
        for (const id of dropped) expect(kept.rows.get(id)?.state ?? 'discarded', id).toBe('discarded');
        for (const [id, { state, sends }] of kept.rows) {
          expect(sends, id).toBe(state === 'sent' ? 1 : 0);
          if (state === 'discarded') expect(unwanted, id).toContain(id);
        }

        // Whoever goes through what is left finds every draft that was not thrown away.
        life.die();
        const last = startLife(kept, newId, () => false);
        await last.taking.takeUp();
        for (let left = kept.rows.size; left > 0 && last.shown.note !== null; left -= 1) {
          expect(last.shown.note).toMatchObject({ phase: 'draft', durationMs: 1_000 });
          await last.taking.send(last.shown.note.noteId);
          await settle();
        }
        expect([...kept.rows.values()].filter(({ state }) => state === 'draft')).toEqual([]);
        expect(last.shown).toEqual({ unanswered: null, note: null });
      },
    ),
    { numRuns: 300 },
  );
  expect(warned).not.toHaveBeenCalled();
}, 60_000);
