import { describe, expect, it, vi } from 'vitest';
import type { CallRow, ContactEvent } from '#shared/contracts/records.ts';
import { ok } from '#shared/result.ts';
import type { JournalEntry } from '../../../src/main/queue/journal-entry.ts';
import type { CacheChanges, LocalChanges } from '../../../src/main/store/cache-store.ts';
import type { CallPatch, LedgerStore, NewCall } from '../../../src/main/store/ledger-store.ts';
import { type StoreResult, storeFailure } from '../../../src/main/store/store-error.ts';
import { createJournal } from '../../../src/main/workspace/journal.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

const noChanges: CacheChanges = {
  conversations: [],
  timeline: [],
  states: [],
  counters: { unread: 0, missed: 0, unplayed: 0 },
};

const row: CallRow = {
  id: 'call-1',
  contactId: 'anna',
  name: 'Anna Bianchi',
  phone: '+393331234567',
  direction: 'user-initiated',
  kind: 'voice',
  startedAt: 1000,
  answeredAt: null,
  endedAt: null,
  outcome: null,
  reason: null,
  hasRecording: false,
};
const missed: ContactEvent = {
  id: 'call-1/missed-call',
  contactId: 'anna',
  type: 'missed-call',
  at: 2000,
  callId: 'call-1',
  kind: 'voice',
  durationMs: null,
  agent: null,
};
const open: JournalEntry = { type: 'open', row };
const close: JournalEntry = {
  type: 'update',
  callId: 'call-1',
  changes: { endedAt: 2000, outcome: 'missed', reason: null },
  event: missed,
};

function desk() {
  const calls = new Map<string, CallRow>();
  const events = new Map<string, ContactEvent>();
  /** One line for each transaction. */
  const written: string[] = [];
  const shown: LocalChanges[] = [];
  const rows: CallRow[] = [];
  const reported: string[] = [];
  const state: { fault: StoreResult<never> | null; cache: Promise<unknown> } = {
    fault: null,
    cache: Promise.resolve(),
  };
  const attempt = async <T>(line: string, work: () => T): Promise<StoreResult<T>> => {
    if (state.fault !== null) return state.fault;
    written.push(line);
    return { ok: true, value: work() };
  };
  const keep = (event: ContactEvent): void => {
    if (!events.has(event.id)) events.set(event.id, event);
  };
  const ledger: Pick<LedgerStore, 'openCall' | 'updateCall' | 'addContactEvent'> = {
    openCall: (call: NewCall) =>
      attempt(`open ${call.id}`, () => {
        const known = calls.get(call.id) ?? { ...call, hasRecording: false };
        calls.set(call.id, known);
        return known;
      }),
    updateCall: (id: string, patch: CallPatch, event?: ContactEvent) =>
      attempt(`update ${id}${event === undefined ? '' : ` with ${event.id}`}`, () => {
        const known = calls.get(id);
        if (known === undefined) return null;
        const changed = known.outcome === null ? { ...known, ...patch } : known;
        calls.set(id, changed);
        if (event !== undefined) keep(event);
        return changed;
      }),
    addContactEvent: (event: ContactEvent) =>
      attempt(`event ${event.id}`, () => {
        keep(event);
        return null;
      }),
  };
  const write = createJournal({
    ledger,
    cache: {
      putLocal: async (changes) => {
        await state.cache;
        shown.push(changes);
        return ok(noChanges);
      },
    },
    rowsChanged: (changed) => rows.push(...changed),
    changed: () => undefined,
    report: (event) => reported.push(event.id),
    log: memoryLog(),
  });
  return { write, calls, events, written, shown, rows, reported, state };
}

describe('journal', () => {
  it('writes the end of a call and its fact in one transaction, so that no crash can part them', async () => {
    const { write, written, calls, events } = desk();
    expect(await write([open])).toEqual(ok(null));
    expect(await write([close])).toEqual(ok(null));
    expect(written).toEqual(['open call-1', 'update call-1 with call-1/missed-call']);
    expect(calls.get('call-1')).toMatchObject({ outcome: 'missed', endedAt: 2000 });
    expect([...events.keys()]).toEqual(['call-1/missed-call']);
  });

  it('keeps the fact of a call whose row could not be opened', async () => {
    const { write, events, reported } = desk();
    expect(await write([close])).toEqual(ok(null));
    expect([...events.keys()]).toEqual(['call-1/missed-call']);
    await vi.waitFor(() => expect(reported).toEqual(['call-1/missed-call']));
  });

  it('may write everything again after a failure', async () => {
    const { write, calls, events, state, rows } = desk();
    await write([open]);
    state.fault = { ok: false, error: storeFailure('disk-full', 'no space left') };
    expect(await write([close])).toMatchObject({ ok: false, error: { code: 'disk-full' } });
    expect(events.size).toBe(0);
    state.fault = null;
    for (let time = 0; time < 3; time += 1) expect(await write([open, close])).toEqual(ok(null));
    expect(calls.size).toBe(1);
    expect(calls.get('call-1')?.outcome).toBe('missed');
    expect(events.size).toBe(1);
    await vi.waitFor(() => expect(rows.at(-1)?.outcome).toBe('missed'));
  });

  it('tells nobody of what the ledger does not have', async () => {
    const { write, rows, shown, reported, state } = desk();
    state.fault = { ok: false, error: storeFailure('io', 'gone') };
    await write([open, close]);
    expect([rows, shown, reported]).toEqual([[], [], []]);
  });

  it('is done when the ledger has it: a busy cache delays no ringing call', async () => {
    const { write, state, shown, reported } = desk();
    let free: (value: unknown) => void = () => undefined;
    state.cache = new Promise((resolve) => {
      free = resolve;
    });
    expect(await write([open])).toEqual(ok(null));
    expect(await write([close])).toEqual(ok(null));
    expect(shown).toEqual([]);
    free(null);
    await vi.waitFor(() => expect(reported).toEqual(['call-1/missed-call']));
    expect(shown.map(({ entries = [] }) => entries.length)).toEqual([0, 1]);
  });

  it('leaves the recording mark to the recordings index', async () => {
    const { write, written, calls } = desk();
    await write([open, { type: 'update', callId: 'call-1', changes: { hasRecording: true } }]);
    expect(written).toEqual(['open call-1', 'update call-1']);
    expect(calls.get('call-1')?.hasRecording).toBe(false);
  });
});
