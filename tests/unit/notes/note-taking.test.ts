import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../../src/shared/result.ts';
import { harness, placed, row } from './note-taking-harness.ts';

describe('the prompt after a call of ours', () => {
  it.each([
    ['no-answer', null, 'no-answer'],
    ['no-answer', 'unreachable 480', 'unreachable'],
    ['refused', 'declined 603', 'declined'],
    ['refused', 'busy 486', 'busy'],
  ] as const)('%s (%s) is offered as %s', async (outcome, reason, why) => {
    const { shown, unanswered } = harness();
    await unanswered({ outcome, reason });
    expect(shown.unanswered).toMatchObject({ callId: 'c1', contactId: 'anna', kind: 'voice', why, refusal: null });
  });

  it.each([
    ['answered', null],
    ['cancelled', null],
    ['failed', 'media'],
    ['refused', 'refused 403: rule:permission-missing'],
  ] as const)('%s (%s) is not', async (outcome, reason) => {
    const { shown, unanswered } = harness();
    await unanswered({ outcome, reason });
    expect(shown.unanswered).toBeNull();
  });

  it('does not come for a call that an earlier run of the app placed', async () => {
    const { taking, shown, settle } = harness();
    taking.rowsChanged([row()]);
    await settle();
    expect(shown.unanswered).toBeNull();
  });

  it('does not come where the agent does not want it, and goes when that is set', async () => {
    const off = harness({ wanted: false });
    await off.unanswered();
    expect(off.shown.unanswered).toBeNull();
  });

  it('says why no note can be left, and refuses one', async () => {
    const { taking, shown, unanswered, commands } = harness({ refusal: 'window-closed' });
    await unanswered();
    expect(shown.unanswered?.refusal).toBe('window-closed');
    expect(await taking.record('c1')).toEqual(fail('window-closed'));
    expect(commands).toEqual([]);
  });

  it('goes with Cancel, and with the next call', async () => {
    const { taking, shown, unanswered } = harness();
    await unanswered();
    expect(taking.dismissPrompt('another')).toEqual(fail('gone'));
    expect(taking.dismissPrompt('c1')).toEqual(ok(null));
    expect(shown.unanswered).toBeNull();
    await unanswered({ id: 'c2' });
    expect(shown.unanswered?.callId).toBe('c2');
    taking.callsChanged([placed('c3')]);
    expect(shown.unanswered).toBeNull();
  });
});

describe('a note', () => {
  it('is recorded with one tap, kept, and sent', async () => {
    const { taking, shown, unanswered, commands, drafts, secured, sent, started, chunk, stopped, settle } = harness();
    await unanswered();
    const recording = taking.record('c1');
    expect(shown.note).toMatchObject({ noteId: 'n1', phase: 'waiting', startedAt: null, limitMs: 60_000 });
    expect(await recording).toEqual(ok({ noteId: 'n1' }));
    started();
    expect(shown.note).toMatchObject({ phase: 'recording', startedAt: 40_000 });
    for (const sequence of [0, 0, 1, 5]) chunk(sequence);
    expect(taking.stop('n1')).toEqual(ok(null));
    expect(shown.note?.phase).toBe('stopping');
    chunk(2);
    stopped(3);
    await settle();
    expect(shown.note).toMatchObject({ phase: 'draft', durationMs: 4_980 });
    expect(secured, 'each once, in case the app dies').toEqual([0, 1, 2].map((sequence) => ['n1', [sequence, 7]]));
    expect(drafts).toHaveLength(1);
    expect([...(drafts[0]?.live ?? [])]).toEqual([0, 7, 1, 7, 2, 7]);
    expect(drafts[0]).toMatchObject({
      noteId: 'n1',
      callId: 'c1',
      contactId: 'anna',
      mimeType: 'audio/webm;codecs=opus',
    });
    expect(await taking.send('n1')).toEqual(ok(null));
    expect(sent).toEqual(['n1']);
    expect(shown).toEqual({ unanswered: null, note: null });
    expect(commands.map((command) => command.do)).toEqual(['note.record', 'note.stop']);
  });

  it('stops by itself at its limit', async () => {
    const { taking, shown, unanswered, started, chunk, stopped, settle } = harness();
    await unanswered();
    await taking.record('c1');
    started();
    chunk(0);
    stopped(1);
    await settle();
    expect(shown.note?.phase).toBe('draft');
  });

  it('is kept as far as it came where the phone window dies, or chunks are missing', async () => {
    const dies = harness();
    await dies.unanswered();
    await dies.taking.record('c1');
    dies.started();
    dies.chunk(0);
    dies.taking.phoneLost();
    await dies.settle();
    expect(dies.shown.note?.phase).toBe('draft');
    const holes = harness();
    await holes.unanswered();
    await holes.taking.record('c1');
    holes.started();
    holes.chunk(0);
    holes.chunk(0);
    holes.chunk(2);
    holes.stopped(3);
    await holes.settle();
    expect([...(holes.drafts[0]?.live ?? [])]).toEqual([0, 7]);
  });

  it('fails in words where there is no microphone, and can be tried again', async () => {
    const { taking, shown, unanswered, failures, lost, refuseDevices, started } = harness({
      opened: fail('microphone'),
    });
    await unanswered();
    expect(await taking.record('c1')).toEqual(fail('microphone'));
    expect(shown.note).toBeNull();
    expect(failures).toEqual([{ code: 'microphone' }]);
    expect(lost, 'whoever asked was answered').toEqual([]);
    expect(shown.unanswered?.callId).toBe('c1');
    refuseDevices(ok(null));
    expect(await taking.record('c1')).toEqual(ok({ noteId: 'n2' }));
    started('n2');
    expect(shown.note?.phase).toBe('recording');
  });

  it('is told where it cannot be kept', async () => {
    const { taking, unanswered, failures, lost, shown, started, chunk, stopped, settle } = harness({
      kept: fail('disk-full'),
    });
    await unanswered();
    await taking.record('c1');
    started();
    chunk(0);
    stopped(1);
    await settle();
    expect(failures).toEqual([{ code: 'disk-full' }]);
    expect(lost).toEqual(['disk-full']);
    expect(shown.note).toBeNull();
  });

  it('is thrown away at any time before it is sent', async () => {
    const { taking, unanswered, discarded, commands, shown, started, chunk } = harness();
    await unanswered();
    await taking.record('c1');
    started();
    chunk(0);
    expect(taking.discard('n1')).toEqual(ok(null));
    expect(shown.note).toBeNull();
    expect(discarded).toEqual(['n1']);
    expect(commands.at(-1)).toEqual({ do: 'note.discard', noteId: 'n1' });
    expect(shown.unanswered?.callId).toBe('c1');
    expect(taking.discard('n1')).toEqual(fail('gone'));
  });

  it('is answered at once where it is thrown away before its device opens, so that the next tap counts', async () => {
    const { taking, unanswered, shown, failures, refuseDevices, started, settle } = harness();
    await unanswered();
    let open = (_: Result<null>): void => undefined;
    refuseDevices(
      new Promise((resolve) => {
        open = resolve;
      }),
    );
    const first = taking.record('c1');
    expect(taking.discard('n1')).toEqual(ok(null));
    expect(await first).toEqual(ok({ noteId: 'n1' }));
    refuseDevices(ok(null));
    expect(await taking.record('c1')).toEqual(ok({ noteId: 'n2' }));
    open(fail('gone'));
    await settle();
    started('n2');
    expect(shown.note).toMatchObject({ noteId: 'n2', phase: 'recording' });
    expect(failures).toEqual([]);
  });

  it('is one at a time, and none during a call', async () => {
    const { taking, unanswered } = harness();
    await unanswered();
    expect(await taking.record('unknown')).toEqual(fail('gone', 'no unanswered call with this id'));
    await taking.record('c1');
    expect(await taking.record('c1')).toEqual(fail('busy'));
  });

  it('waits as a draft where a call is answered in the middle of it', async () => {
    const { taking, unanswered, shown, commands, started, chunk, stopped, settle } = harness();
    await unanswered();
    await taking.record('c1');
    started();
    chunk(0);
    taking.callsChanged([{ ...placed('c9'), direction: 'user-initiated', phase: 'answering' }]);
    expect(commands.at(-1)).toEqual({ do: 'note.stop', noteId: 'n1' });
    stopped(1);
    await settle();
    expect(shown.note).toMatchObject({ noteId: 'n1', phase: 'draft' });
    expect(await taking.send('n1')).toEqual(ok(null));
  });
});
