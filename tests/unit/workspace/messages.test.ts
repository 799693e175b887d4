import { describe, expect, it, vi } from 'vitest';
import type { AgentCommand } from '#shared/contracts/agent.ts';
import type { TimelineEntry } from '#shared/contracts/records.ts';
import { type ErrorCode, fail, ok, type Result } from '#shared/result.ts';
import type { CacheChanges, LocalChanges } from '../../../src/main/store/cache-store.ts';
import { createMessages } from '../../../src/main/workspace/messages.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { memoryLog } from '../../fakes/memory-log.ts';
import { memoryOutbox } from '../../fakes/memory-outbox.ts';

const noChanges: CacheChanges = {
  conversations: [],
  timeline: [],
  states: [],
  counters: { unread: 0, missed: 0, unplayed: 0 },
};

/** One life of the app on an outbox that outlives it, with a gateway whose answers the test decides. */
function life(outbox = memoryOutbox(), clock = manualClock()) {
  const shown: TimelineEntry[] = [];
  const commands: Extract<AgentCommand, { do: 'message' }>[] = [];
  const failed: { readonly id: string; readonly code: ErrorCode }[] = [];
  const state = { answer: (_text: string): Result<null> | Promise<Result<null>> => ok(null) };
  const messages = createMessages({
    cache: {
      putLocal: async ({ entries = [] }: LocalChanges) => {
        shown.push(...entries);
        return ok(noChanges);
      },
    },
    ledger: outbox,
    command: async (command) => {
      if (command.do !== 'message') return fail('invalid');
      commands.push(command);
      return state.answer(command.text);
    },
    changed: () => undefined,
    failed: ({ id }, code) => failed.push({ id, code }),
    clock,
    log: memoryLog(),
  });
  const send = (id: string, contactId = 'anna') => messages.send({ id, contactId, text: `text of ${id}` });
  const sent = () => commands.map(({ id }) => id);
  const statuses = (id: string) =>
    shown.flatMap((entry) => (entry.id === id && 'status' in entry ? [entry.status] : []));
  return { messages, outbox, clock, state, send, sent, statuses, failed };
}

describe('outgoing messages', () => {
  it('are in the outbox before anybody hears of them, and leave it once the gateway has them', async () => {
    const { send, sent, outbox, statuses } = life();
    expect(await send('m1')).toEqual(ok(null));
    await vi.waitFor(() => expect(outbox.rows.get('m1')?.state).toBe('done'));
    expect(sent()).toEqual(['m1']);
    expect(statuses('m1')).toEqual(['sending']);
  });

  it('are not taken where they cannot be kept', async () => {
    const { send, sent, outbox, statuses } = life();
    outbox.broken = true;
    expect(await send('m1')).toMatchObject({ ok: false, error: { code: 'disk-full' } });
    expect(sent()).toEqual([]);
    expect(statuses('m1')).toEqual([]);
  });

  it('go out in their order, one after the other, when the gateway is back', async () => {
    const { send, sent, state, messages, outbox } = life();
    state.answer = () => fail('offline');
    for (const id of ['m1', 'm2', 'm3']) await send(id);
    await vi.waitFor(() => expect(sent().length).toBeGreaterThan(0));
    expect([...outbox.rows.values()].every((row) => row.state === 'pending')).toBe(true);
    await messages.flush();
    state.answer = () => ok(null);
    const before = sent().length;
    await messages.flush();
    expect(sent().slice(before)).toEqual(['m1', 'm2', 'm3']);
    expect([...outbox.rows.values()].every((row) => row.state === 'done')).toBe(true);
  });

  it('are sent by the next life of the app', async () => {
    const first = life();
    first.state.answer = () => fail('offline');
    await first.send('m1');
    const second = life(first.outbox);
    await second.messages.flush();
    expect(second.sent()).toEqual(['m1']);
    expect(first.outbox.rows.get('m1')?.state).toBe('done');
  });

  it('are sent once where they are asked for twice', async () => {
    const { send, sent, outbox } = life();
    await send('m1');
    await vi.waitFor(() => expect(outbox.rows.get('m1')?.state).toBe('done'));
    expect(await send('m1')).toEqual(ok(null));
    await vi.waitFor(() => expect(outbox.rows.size).toBe(1));
    expect(sent()).toEqual(['m1']);
  });

  it('fail for good, visibly and without holding up the others, where the gateway will never take them', async () => {
    const { send, sent, state, outbox, failed, statuses } = life();
    state.answer = (text) => (text === 'text of m1' ? fail('not-found') : ok(null));
    await send('m1');
    await send('m2', 'marco');
    await vi.waitFor(() => expect(outbox.rows.get('m2')?.state).toBe('done'));
    expect(outbox.rows.get('m1')).toMatchObject({ state: 'failed', error: 'not-found' });
    expect(statuses('m1')).toEqual(['sending', 'failed']);
    expect(failed).toEqual([{ id: 'm1', code: 'not-found' }]);
    state.answer = () => ok(null);
    await send('m1');
    await vi.waitFor(() => expect(outbox.rows.get('m1')?.state).toBe('done'));
    expect(sent()).toEqual(['m1', 'm2', 'm1']);
  });

  it.each<ErrorCode>(['timeout', 'internal', 'storage', 'disk-full', 'busy'])(
    'are tried again by themselves after "%s", ever more slowly, although the connection stays up',
    async (code) => {
      const { send, sent, state, outbox, clock, failed } = life();
      state.answer = () => fail(code);
      await send('m1');
      await vi.waitFor(() => expect(clock.pending).toBe(1));
      for (let attempt = 2; attempt <= 4; attempt += 1) {
        clock.advance(60_000);
        await vi.waitFor(() => expect(sent()).toHaveLength(attempt));
        await vi.waitFor(() => expect(clock.pending).toBe(1));
      }
      state.answer = () => ok(null);
      clock.advance(60_000);
      await vi.waitFor(() => expect(outbox.rows.get('m1')?.state).toBe('done'));
      expect(failed).toEqual([]);
      expect(clock.pending).toBe(0);
    },
  );

  it('do not wait for the next connection where this one came up while an attempt was failing', async () => {
    const { send, state, outbox, messages } = life();
    let giveUp: (result: Result<null>) => void = () => undefined;
    state.answer = () =>
      new Promise((resolve) => {
        giveUp = resolve;
      });
    await send('m1');
    await vi.waitFor(() => expect(outbox.rows.get('m1')?.state).toBe('pending'));
    const flushed = messages.flush();
    state.answer = () => ok(null);
    giveUp(fail('offline'));
    await flushed;
    expect(outbox.rows.get('m1')?.state).toBe('done');
  });

  it('of one contact wait for the one that cannot be sent now, those of others do not', async () => {
    const { send, sent, state, outbox, clock } = life();
    state.answer = (text) => (text === 'text of a1' ? fail('internal') : ok(null));
    await send('a1');
    await send('a2');
    await send('b1', 'bruno');
    await vi.waitFor(() => expect(outbox.rows.get('b1')?.state).toBe('done'));
    expect(sent()).not.toContain('a2');
    state.answer = () => ok(null);
    await vi.waitFor(() => expect(clock.pending).toBe(1));
    clock.advance(60_000);
    await vi.waitFor(() => expect(outbox.rows.get('a2')?.state).toBe('done'));
    expect(
      sent()
        .filter((id) => id.startsWith('a'))
        .slice(-2),
    ).toEqual(['a1', 'a2']);
  });

  it('are not shown as sending again once they are done', async () => {
    const { send, outbox, statuses } = life();
    await send('m1');
    await vi.waitFor(() => expect(outbox.rows.get('m1')?.state).toBe('done'));
    await send('m1');
    expect(statuses('m1')).toEqual(['sending']);
  });
});
