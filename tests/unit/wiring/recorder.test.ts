import { describe, expect, it, vi } from 'vitest';
import type { PhoneEvent } from '#shared/contracts/phone.ts';
import { type ErrorCode, type Failure, fail, ok, type Result } from '#shared/result.ts';
import type { RecordingStart } from '../../../src/main/queue/effects.ts';
import type { StopOptions } from '../../../src/main/recordings/recordings.ts';
import { createRecorder } from '../../../src/main/wiring/recorder.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

const start = (id: string): RecordingStart => ({
  id,
  callId: id,
  contactId: 'anna',
  name: 'Anna Bianchi',
  phone: null,
  kind: 'voice',
  agent: 'Carla',
  startedAt: 1000,
});

const chunk = (recordingId: string, sequence = 0): PhoneEvent<'record.chunk'> => ({
  type: 'record.chunk',
  recordingId,
  sequence,
  data: new Uint8Array([1]),
  peaksAgent: new Int8Array(),
  peaksContact: new Int8Array(),
});

const row = {
  id: 'r1',
  callId: 'r1',
  contactId: 'anna',
  name: 'Anna',
  phone: null,
  agent: 'Carla',
  startedAt: 1000,
  durationMs: 1,
  bytes: 1,
  state: 'complete',
  sha256: null,
} as const;

function desk() {
  const stopped: [string, StopOptions | undefined][] = [];
  const failed: [string, Failure][] = [];
  const log = memoryLog();
  const state: { begin: Promise<Result<null>> | Result<null>; append: Result<null>; stop: ErrorCode | null } = {
    begin: ok(null),
    append: ok(null),
    stop: null,
  };
  const recorder = createRecorder({
    recordings: {
      begin: async () => state.begin,
      append: async () => state.append,
      stop: async (id, how) => {
        stopped.push([id, how]);
        return state.stop === null ? ok(row) : fail(state.stop);
      },
    },
    failed: (id, error) => failed.push([id, error]),
    log,
  });
  return { recorder, stopped, failed, log, state };
}

describe('recorder', () => {
  it('finishes the file when the phone window has stopped, once', async () => {
    const { recorder, stopped } = desk();
    await recorder.port.begin(start('r1'));
    recorder.fromPhone({ type: 'record.stopped', recordingId: 'r1', chunks: 7 });
    recorder.fromPhone({ type: 'record.stopped', recordingId: 'r1', chunks: 7 });
    recorder.phoneLost();
    expect(stopped).toEqual([['r1', { chunks: 7 }]]);
  });

  it.each<[string, (recorder: ReturnType<typeof createRecorder>) => void]>([
    [
      'the recorder failed',
      ({ fromPhone }) => fromPhone({ type: 'record.failed', recordingId: 'r1', error: { code: 'media' } }),
    ],
    ['the recorder never started', ({ port }) => port.abandon('r1', { code: 'gone' })],
    ['the phone window died', ({ phoneLost }) => phoneLost()],
  ])('keeps what there is as cut where %s', async (_how, end) => {
    const { recorder, stopped } = desk();
    await recorder.port.begin(start('r1'));
    end(recorder);
    expect(stopped).toEqual([['r1', { cut: true }]]);
  });

  it('ends every recording of a phone window that died', async () => {
    const { recorder, stopped } = desk();
    await recorder.port.begin(start('r1'));
    await recorder.port.begin(start('r2'));
    recorder.phoneLost();
    recorder.phoneLost();
    expect(stopped.map(([id]) => id)).toEqual(['r1', 'r2']);
  });

  it('leaves no recording open whose phone window died while its place was made', async () => {
    const { recorder, stopped, state } = desk();
    let made: (result: Result<null>) => void = () => undefined;
    state.begin = new Promise((resolve) => {
      made = resolve;
    });
    const begun = recorder.port.begin(start('r1'));
    recorder.phoneLost();
    made(ok(null));
    expect(await begun).toEqual(ok(null));
    expect(stopped).toEqual([['r1', { cut: true }]]);
  });

  it('does not touch what was never begun', async () => {
    const { recorder, stopped, state } = desk();
    state.begin = fail('disk-full');
    expect(await recorder.port.begin(start('r1'))).toEqual(fail('disk-full'));
    recorder.fromPhone({ type: 'record.stopped', recordingId: 'r1', chunks: 0 });
    recorder.fromPhone({ type: 'record.failed', recordingId: 'other', error: { code: 'media' } });
    recorder.phoneLost();
    expect(stopped).toEqual([]);
  });

  it.each<[ErrorCode, number]>([
    ['disk-full', 1],
    ['storage', 1],
    ['gone', 0],
    ['invalid', 0],
    ['not-found', 0],
  ])('says that the recording cannot go on at "%s": %d', async (code, times) => {
    const { recorder, failed, state } = desk();
    await recorder.port.begin(start('r1'));
    state.append = fail(code);
    expect(await recorder.store(chunk('r1'))).toEqual(fail(code));
    expect(failed).toEqual(Array.from({ length: times }, () => ['r1', { code }]));
  });

  it('answers for a stored chunk', async () => {
    const { recorder, failed } = desk();
    expect(await recorder.store(chunk('r1'))).toEqual(ok(null));
    expect(failed).toEqual([]);
  });

  it('logs where a file cannot be finished', async () => {
    const { recorder, log, state } = desk();
    state.stop = 'storage';
    await recorder.port.begin(start('r1'));
    recorder.fromPhone({ type: 'record.stopped', recordingId: 'r1', chunks: 1 });
    await vi.waitFor(() =>
      expect(log.lines).toMatchObject([{ level: 'error', details: { recordingId: 'r1', code: 'storage' } }]),
    );
  });
});
