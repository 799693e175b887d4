import { describe, expect, it, vi } from 'vitest';
import type { KeptDraft } from '../../../src/main/notes/taking/note-taking.ts';
import { fail, ok, type Result } from '../../../src/shared/result.ts';
import { harness, placed } from './note-taking-harness.ts';

const left = (noteId: string, callId = 'c0'): KeptDraft => ({
  noteId,
  callId,
  contactId: 'anna',
  kind: 'voice',
  durationMs: 3_000,
  peaks: 'AQI=',
  at: 20_000,
});

describe('a draft', () => {
  const drafted = async (given: Parameters<typeof harness>[0] = {}) => {
    const all = harness(given);
    await all.unanswered();
    await all.taking.record('c1');
    all.started();
    all.chunk(0);
    all.stopped(1);
    await all.settle();
    return all;
  };

  it('shows how loud it is, and nothing where the recorder says more than has room', async () => {
    const { shown } = await drafted();
    expect(shown.note).toMatchObject({ phase: 'draft', durationMs: 4_980, peaks: 'AQI=' });
    const loud = harness();
    await loud.unanswered();
    await loud.taking.record('c1');
    loud.started();
    loud.chunk(0);
    loud.taking.fromPhone({
      type: 'note.stopped',
      noteId: 'n1',
      chunks: 1,
      durationMs: 1,
      peaks: new Uint8Array(5_000),
    });
    await loud.settle();
    expect(loud.shown.note).toMatchObject({ phase: 'draft', peaks: null });
  });

  it('on its way is not taken back by what the recorder says late', async () => {
    const { taking, shown, discarded } = await drafted();
    const sending = taking.send('n1');
    taking.fromPhone({ type: 'note.failed', noteId: 'n1', error: { code: 'media' } });
    expect(taking.discard('n1')).toMatchObject({ ok: false, error: { code: 'busy' } });
    expect(await sending).toEqual(ok(null));
    expect(discarded).toEqual([]);
    expect(shown).toEqual({ unanswered: null, note: null });
  });

  it('of an earlier life of the app comes back with its prompt: to be sent, thrown away, or taken again', async () => {
    const { taking, shown, sent, discarded, settle } = harness({ left: [left('d1'), left('d2', 'c2')] });
    await taking.takeUp();
    expect(shown.unanswered).toMatchObject({ callId: 'c0', name: 'Anna Bianchi', why: 'declined', at: 20_000 });
    expect(shown.note).toMatchObject({
      noteId: 'd1',
      phase: 'draft',
      durationMs: 3_000,
      peaks: 'AQI=',
      startedAt: null,
    });
    expect(await taking.send('d1')).toEqual(ok(null));
    expect(sent).toEqual(['d1']);
    await settle();
    expect(shown.note).toMatchObject({ noteId: 'd2', callId: 'c2' });
    expect(taking.discard('d2')).toEqual(ok(null));
    expect(discarded).toEqual(['d2']);
    expect(await taking.record('c2')).toEqual(ok({ noteId: 'n1' }));
    taking.dismissPrompt('c2');
    await settle();
    expect(shown).toEqual({ unanswered: null, note: null });
  });

  it('of an earlier life does not push aside what the agent is doing now', async () => {
    const { taking, shown, unanswered } = harness({ left: [left('d1')] });
    await unanswered();
    await taking.takeUp();
    expect(shown.unanswered?.callId).toBe('c1');
    expect(shown.note).toBeNull();
  });

  it('stays one where it cannot be sent now, and goes where it was thrown away elsewhere', async () => {
    const full = await drafted({ sends: fail('disk-full') });
    expect(await full.taking.send('n1')).toEqual(fail('disk-full'));
    expect(full.shown.note).toMatchObject({ phase: 'draft', peaks: 'AQI=' });
    const gone = await drafted({ sends: fail('gone') });
    expect(await gone.taking.send('n1')).toEqual(fail('gone'));
    expect(gone.shown.note).toBeNull();
    expect(await gone.taking.record('c1')).toMatchObject({ ok: true });
  });

  it('cannot be thrown away while it is being sent', async () => {
    const { taking, discarded } = await drafted();
    const sending = taking.send('n1');
    expect(taking.discard('n1')).toMatchObject(fail('busy'));
    expect(await taking.send('n1')).toEqual(fail('busy'));
    expect(await sending).toEqual(ok(null));
    expect(discarded).toEqual([]);
  });

  it('that is being sent is in the outbox before the app ends', async () => {
    const { taking, sent, shown } = await drafted();
    const sending = taking.send('n1');
    await taking.leave();
    expect(await sending).toEqual(ok(null));
    expect(sent).toEqual(['n1']);
    expect(shown).toEqual({ unanswered: null, note: null });
  });

  it('is made of what is being recorded when the app ends', async () => {
    const { taking, shown, unanswered, started, chunk, stopped, drafts } = harness();
    await unanswered();
    await taking.record('c1');
    started();
    chunk(0);
    const left = taking.leave();
    stopped(1);
    await left;
    expect(drafts).toHaveLength(1);
    expect(shown.note).toMatchObject({ phase: 'draft' });
    expect(await harness().taking.leave()).toBeUndefined();
    const waiting = harness();
    await waiting.unanswered();
    void waiting.taking.record('c1');
    expect(await waiting.taking.leave(), 'nothing was recorded yet').toBeUndefined();
    expect(waiting.shown.note).toBeNull();
    expect(await taking.record('c1')).toEqual(fail('busy'));
  });
});

it('what comes late, after the end of a note, changes nothing', async () => {
  // XState warns of what is sent to a machine that has ended.
  const warned = vi.spyOn(console, 'warn').mockReturnValue();
  let refuse = (_: Result<null>): void => undefined;
  const { taking, unanswered, refuseDevices, shown, failures, started, chunk, stopped } = harness();
  await unanswered();
  refuseDevices(
    new Promise<Result<null>>((resolve) => {
      refuse = resolve;
    }),
  );
  const recording = taking.record('c1');
  taking.discard('n1');
  refuse(fail('gone'));
  expect(await recording).toEqual(ok({ noteId: 'n1' }));
  started();
  chunk(0);
  stopped(1);
  taking.phoneLost();
  taking.callsChanged([placed('c9')]);
  expect(shown.note).toBeNull();
  expect(failures).toEqual([]);
  expect(warned).not.toHaveBeenCalled();
});
