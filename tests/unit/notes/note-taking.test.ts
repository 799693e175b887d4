import { describe, expect, it, vi } from 'vitest';
import type { KeptDraft, NewDraft } from '../../../src/main/notes/taking/note-taking.ts';
import { createNoteTaking } from '../../../src/main/notes/taking/note-taking.ts';
import type { PhoneCommand } from '../../../src/shared/contracts/phone.ts';
import type { CallRow } from '../../../src/shared/contracts/records.ts';
import type { CallView, NoteInProgress, UnansweredView } from '../../../src/shared/contracts/session.ts';
import { type ErrorCode, type Failure, fail, ok, type Result } from '../../../src/shared/result.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

const row = (changes: Partial<CallRow> = {}): CallRow => ({
  id: 'c1',
  contactId: 'anna',
  name: 'Anna Bianchi',
  phone: '+393331234567',
  direction: 'business-initiated',
  kind: 'voice',
  startedAt: 1_000,
  answeredAt: null,
  endedAt: 31_000,
  outcome: 'no-answer',
  reason: null,
  hasRecording: false,
  ...changes,
});

const placed = (id = 'c1'): CallView => ({
  id,
  contactId: 'anna',
  name: 'Anna Bianchi',
  phone: null,
  kind: 'voice',
  direction: 'business-initiated',
  phase: 'ringing-out',
  startedAt: 1_000,
  answeredAt: null,
  refusal: null,
  muted: false,
  recording: 'off',
  pictures: null,
  reactions: false,
  media: 'connecting',
  quality: null,
});

function harness(
  given: {
    refusal?: ErrorCode;
    wanted?: boolean;
    opened?: Result<null>;
    kept?: Result<{ durationMs: number }>;
    sends?: Result<null>;
    left?: readonly KeptDraft[];
  } = {},
) {
  const commands: PhoneCommand[] = [];
  const drafts: NewDraft[] = [];
  const sent: string[] = [];
  const discarded: string[] = [];
  const failures: Failure[] = [];
  const lost: string[] = [];
  const shown: { unanswered: UnansweredView | null; note: NoteInProgress | null } = { unanswered: null, note: null };
  let ids = 0;
  let answer: Result<null> | Promise<Result<null>> = given.opened ?? ok(null);
  const taking = createNoteTaking({
    phone: (command) => {
      commands.push(command);
      return command.do === 'note.record' ? Promise.resolve(answer) : Promise.resolve(ok(null));
    },
    keeping: {
      keepDraft: (draft) => {
        drafts.push(draft);
        return Promise.resolve(given.kept ?? ok({ durationMs: 4_980 }));
      },
      send: (id) => {
        sent.push(id);
        return Promise.resolve(given.sends ?? ok(null));
      },
      discard: (id) => {
        discarded.push(id);
        return Promise.resolve(ok(null));
      },
      drafts: () => Promise.resolve(ok(given.left ?? [])),
    },
    about: ({ at }) => Promise.resolve({ name: 'Anna Bianchi', why: 'declined', at }),
    refusal: () => Promise.resolve(given.refusal ?? null),
    isWanted: () => given.wanted ?? true,
    show: (parts) => Object.assign(shown, parts),
    failed: (failure, _subject, isTold) => {
      failures.push(failure);
      if (!isTold) lost.push(failure.code);
    },
    newId: () => {
      ids += 1;
      return `n${ids}`;
    },
    clock: { now: () => 40_000 },
    log: memoryLog(),
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  /** A call of ours rings and is not answered. */
  const unanswered = async (changes: Partial<CallRow> = {}): Promise<void> => {
    taking.callsChanged([placed(changes.id)]);
    taking.callsChanged([]);
    taking.rowsChanged([row(changes)]);
    await settle();
  };
  const chunk = (sequence: number, noteId = 'n1') =>
    taking.fromPhone({ type: 'note.chunk', noteId, sequence, data: Uint8Array.of(sequence, 7) });
  const started = (noteId = 'n1') =>
    taking.fromPhone({ type: 'note.started', noteId, mimeType: 'audio/webm;codecs=opus' });
  const stopped = (chunks: number, noteId = 'n1') =>
    taking.fromPhone({ type: 'note.stopped', noteId, chunks, durationMs: 5_000, peaks: Uint8Array.of(1, 2) });
  return {
    taking,
    commands,
    drafts,
    sent,
    discarded,
    failures,
    lost,
    shown,
    settle,
    unanswered,
    chunk,
    started,
    stopped,
    refuseDevices: (refusal: Result<null> | Promise<Result<null>>) => {
      answer = refusal;
    },
  };
}

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
    const { taking, shown, unanswered, commands, drafts, sent, started, chunk, stopped, settle } = harness();
    await unanswered();
    const recording = taking.record('c1');
    expect(shown.note).toMatchObject({ noteId: 'n1', phase: 'waiting', startedAt: null, limitMs: 60_000 });
    expect(await recording).toEqual(ok({ noteId: 'n1' }));
    started();
    expect(shown.note).toMatchObject({ phase: 'recording', startedAt: 40_000 });
    chunk(0);
    chunk(1);
    expect(taking.stop('n1')).toEqual(ok(null));
    expect(shown.note?.phase).toBe('stopping');
    chunk(2);
    stopped(3);
    await settle();
    expect(shown.note).toMatchObject({ phase: 'draft', durationMs: 4_980 });
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
