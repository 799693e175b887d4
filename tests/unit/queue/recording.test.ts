import { describe, expect, it } from 'vitest';
import { fail, ok } from '#shared/result.ts';
import { noRecording, recordingIdOf, recordingStopFailed } from '../../../src/main/queue/call-recording.ts';
import { accepted, createHarness, ended, flowing, type Harness, offered } from './harness.ts';

const started = (recordingId: string) => ({ type: 'record.started', recordingId, mimeType: 'audio/webm' }) as const;
const stopped = (recordingId: string) => ({ type: 'record.stopped', recordingId, chunks: 3 }) as const;
const record = ({ queue }: Harness, on: boolean) => queue.command({ do: 'record', callId: 'a', on });

async function talking(options: Parameters<typeof createHarness>[0] = {}): Promise<Harness> {
  const harness = createHarness(options);
  harness.phone(offered('a'));
  harness.queue.command({ do: 'answer', callId: 'a', camera: false });
  harness.phone(accepted('a'), flowing('a'));
  await harness.settle();
  return harness;
}

const recordings = ({ sent }: Harness) =>
  sent.flatMap((command) =>
    command.do === 'record' || command.do === 'stopRecord' ? [`${command.do} ${command.recordingId}`] : [],
  );

describe('recording', () => {
  it('starts on the button, is told to the recordings first, and stands in the journal', async () => {
    const harness = await talking();
    expect(harness.view('a')?.recording).toBe('off');
    harness.clock.increment(5_000);
    expect(record(harness, true)).toEqual(ok(null));
    expect(harness.view('a')?.recording).toBe('starting');
    expect(recordings(harness)).toEqual([]);
    await harness.settle();
    expect(harness.begun).toEqual([
      {
        id: 'a',
        callId: 'a',
        contactId: 'contact-of-a',
        name: 'Caller a',
        phone: null,
        kind: 'voice',
        agent: 'Anna',
        startedAt: 5_000,
      },
    ]);
    expect(recordings(harness)).toEqual(['record a']);
    expect(harness.rows.get('a')?.hasRecording).toBe(false);
    harness.phone(started('a'));
    expect(harness.view('a')?.recording).toBe('on');
    expect(harness.rows.get('a')?.hasRecording).toBe(true);
  });

  it('is stopped and started again under the next id', async () => {
    const harness = await talking();
    record(harness, true);
    await harness.settle();
    harness.phone(started('a'));
    expect(record(harness, false)).toEqual(ok(null));
    expect(harness.view('a')?.recording).toBe('stopping');
    harness.phone(stopped('a'));
    expect(harness.view('a')?.recording).toBe('off');
    record(harness, true);
    await harness.settle();
    harness.phone(started('a-2'));
    expect(harness.view('a')?.recording).toBe('on');
    harness.phone(stopped('a'));
    expect(harness.view('a')?.recording).toBe('on');
    expect(recordings(harness)).toEqual(['record a', 'stopRecord a', 'record a-2']);
  });

  it('starts by itself where the policy says so, also after hold only once', async () => {
    const harness = await talking({ settings: { recording: { allowed: true, automatic: true } } });
    expect(harness.view('a')?.recording).toBe('starting');
    harness.phone(
      started('a'),
      { type: 'call.held', callId: 'a', by: 'local', on: true },
      { type: 'call.held', callId: 'a', by: 'local', on: false },
    );
    await harness.settle();
    expect(harness.view('a')?.recording).toBe('on');
    expect(recordings(harness)).toEqual(['record a']);
  });

  it('is not to be had where it is not allowed', async () => {
    const harness = await talking({ settings: { recording: { allowed: false, automatic: true } } });
    expect(harness.view('a')?.recording).toBe('unavailable');
    expect(record(harness, true)).toMatchObject({ ok: false, error: { code: 'recording-disabled' } });
    expect(record(harness, false)).toEqual(ok(null));
    await harness.settle();
    expect(recordings(harness)).toEqual([]);
  });

  it('follows a change of the policy during the call', async () => {
    const harness = await talking({ settings: { recording: { allowed: false, automatic: false } } });
    harness.queue.system({
      type: 'settings',
      settings: { mode: 'gateway', agentName: 'Anna', recording: { allowed: true, automatic: false }, wrapUpMs: 0 },
    });
    expect(harness.view('a')?.recording).toBe('off');
    expect(record(harness, true)).toEqual(ok(null));
  });

  it('pressed twice is one recording; stopped before it began stays stopped', async () => {
    const harness = await talking();
    record(harness, true);
    record(harness, true);
    record(harness, false);
    await harness.settle();
    harness.phone(started('a'));
    expect(harness.view('a')?.recording).toBe('stopping');
    expect(recordings(harness)).toEqual(['record a', 'stopRecord a']);
  });

  it.each([
    ['the disk is full', 'begin', 'disk-full', 'recording-disk-full'],
    ['the folder cannot be written', 'begin', 'storage', 'recording-failed'],
    ['the phone window cannot', 'command', 'media', 'recording-failed'],
    ['the recorder fails', 'message', 'media', 'recording-failed'],
    ['the disk fills up meanwhile', 'system', 'disk-full', 'recording-disk-full'],
  ] as const)('fails because %s: told once, and the call goes on', async (_, where, code, notice) => {
    const harness = await talking();
    if (where === 'begin') harness.recorder.reply = fail(code);
    if (where === 'command') harness.replies.set('record', fail(code));
    record(harness, true);
    await harness.settle();
    if (where === 'message') harness.phone(started('a'), { type: 'record.failed', recordingId: 'a', error: { code } });
    if (where === 'system') {
      harness.phone(started('a'));
      harness.queue.system({ type: 'recording.failed', recordingId: 'a', error: { code } });
      expect(recordings(harness)).toEqual(['record a', 'stopRecord a']);
    }
    expect(harness.view('a')).toMatchObject({ phase: 'active', recording: 'failed' });
    expect(harness.notices).toMatchObject([{ id: `a/${notice}`, code: notice, level: 'error' }]);
    harness.phone(stopped('a'));
    expect(harness.view('a')?.recording).toBe('failed');

    harness.replies.clear();
    harness.recorder.reply = ok(null);
    expect(record(harness, true)).toEqual(ok(null));
    await harness.settle();
    expect(recordings(harness).at(-1)).toBe('record a-2');
  });

  it('that finds no call any more gives its place back', async () => {
    const harness = await talking();
    harness.replies.set('record', fail('not-found'));
    record(harness, true);
    harness.phone(ended('a'));
    await harness.settle();
    expect(harness.abandoned).toEqual(['a']);
    expect(harness.notices).toEqual([]);
  });

  it('that began when the call was over already stands in the journal', async () => {
    const harness = await talking();
    record(harness, true);
    harness.phone(ended('a'), started('a'));
    expect(harness.rows.get('a')).toMatchObject({ outcome: 'answered', hasRecording: true });
    expect(harness.faults).toEqual([]);
  });

  it('shows what is true when the stop fails', () => {
    const stopping = { ...noRecording, view: 'stopping', id: 'a', count: 1 } as const;
    expect(recordingStopFailed(stopping, false).view).toBe('on');
    expect(recordingStopFailed(stopping, true).view).toBe('off');
    expect(recordingStopFailed({ ...stopping, view: 'failed' }, false).view).toBe('failed');
  });

  it('ids stay within what names a file', () => {
    expect([recordingIdOf('a', 1), recordingIdOf('a', 2), recordingIdOf('a', 12)]).toEqual(['a', 'a-2', 'a-12']);
    const long = 'x'.repeat(128);
    expect(recordingIdOf(long, 1)).toBe(long);
    expect(recordingIdOf(long, 2)).toHaveLength(128);
    expect(recordingIdOf(long, 2).endsWith('x-2')).toBe(true);
  });
});
