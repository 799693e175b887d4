import { describe, expect, it } from 'vitest';
import { ok } from '#shared/result.ts';
import { createHousekeeping } from '../../../src/main/notes/housekeeping.ts';
import type { KeptCopy } from '../../../src/main/notes/vault.ts';
import type { NoteStanding } from '../../../src/main/store/cache-store.ts';
import { storeFailure } from '../../../src/main/store/store-error.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

const day = 86_400_000;
const start = 1_800_000_000_000;
const failure = { ok: false, error: storeFailure('io', 'no answer') } as const;

const standing = (id: string, direction: 'in' | 'out', status: NoteStanding['status']): NoteStanding => ({
  id,
  at: start - 10 * day,
  direction,
  status,
});

function house(over: { readonly epoch?: string | null; readonly isBroken?: boolean } = {}) {
  const { epoch = 'e', isBroken = false } = over;
  const files = new Map<string, KeptCopy>(
    ['played', 'new', 'draft', 'sent', 'stranger'].map((id) => [id, { id, bytes: 10, writtenAt: start - 10 * day }]),
  );
  const clock = manualClock(start);
  const keeper = createHousekeeping({
    vault: {
      list: async () => ok([...files.values()]),
      remove: async (id) => {
        files.delete(id);
      },
    },
    ledger: { notesUnsent: async () => ok(['draft']) },
    cache: {
      position: async () => ok({ epoch, cursor: 1 }),
      noteStandings: async () =>
        isBroken
          ? failure
          : ok([
              standing('played', 'in', 'played'),
              standing('new', 'in', 'delivered'),
              standing('sent', 'out', 'sent'),
            ]),
    },
    limits: { keepDays: 7, keepBytes: null },
    clock,
    log: memoryLog(),
  });
  return { ...keeper, clock, kept: () => [...files.keys()] };
}

describe('the housekeeping of notes', () => {
  it('drops what was played or sent and is too old; never an unplayed or unsent one', async () => {
    const { tidy, kept, storage } = house();
    expect(await storage()).toEqual(ok({ bytes: 50, count: 5, keepDays: 7, keepBytes: null }));
    await tidy();
    expect(kept()).toEqual(['new', 'draft']);
  });

  it('drops nothing that may be unplayed before the conversations are here', async () => {
    const { tidy, kept } = house({ epoch: null });
    await tidy();
    expect(kept()).toContain('stranger');
  });

  it('does nothing where the stores do not answer', async () => {
    const { tidy, kept } = house({ isBroken: true });
    await tidy();
    expect(kept()).toHaveLength(5);
  });

  it('comes a while after the start, then once a day, until the app ends', async () => {
    const { start: begin, stop, clock, kept } = house();
    begin();
    clock.advance(59_000);
    expect(kept()).toHaveLength(5);
    clock.advance(2_000);
    await expect.poll(kept).toEqual(['new', 'draft']);
    expect(clock.pending).toBe(1);
    stop();
    expect(clock.pending).toBe(0);
  });
});
