import { describe, expect, it } from 'vitest';
import { recordingRow } from '#shared/contracts/records.ts';
import { call } from '../../../src/main/store/ledger/calls.ts';
import { openCall } from '../../../src/main/store/ledger/journal.ts';
import * as recordings from '../../../src/main/store/ledger/recordings.ts';
import { callOf, recordingOf } from './support/entries.ts';
import { temporaryLedger } from './support/temporary.ts';

describe('recordings index', () => {
  it('goes from writing to finished, which nothing changes any more', () => {
    const db = temporaryLedger();
    openCall(db, callOf('c', 10));
    expect(recordings.recordingBegin(db, recordingOf('c', 10))).toMatchObject({
      state: 'writing',
      bytes: 0,
      closing: null,
    });
    expect(call(db, 'c')?.hasRecording).toBe(true);
    expect(recordings.recordingBegin(db, recordingOf('c', 11, { path: 'other.webm' }))).toBeNull();
    expect(recordings.recordingBegin(db, recordingOf('d', 11, { path: '2026/11/c.webm' }))).toBeNull();
    recordings.recordingProgress(db, 'c', 500);
    recordings.recordingClosing(db, 'c', 'complete');
    recordings.recordingClosing(db, 'c', 'cut');
    expect(recordings.recordingsByState(db, 'writing')).toMatchObject([{ id: 'c', bytes: 500, closing: 'complete' }]);
    const finished = { state: 'complete', durationMs: 1_000, bytes: 600, sha256: 'ab' } as const;
    recordings.recordingFinish(db, 'c', finished);
    recordings.recordingProgress(db, 'c', 1);
    expect(recordings.recordingFinish(db, 'c', { ...finished, state: 'cut' })).toMatchObject(finished);
    expect(recordings.recordingFinish(db, 'unknown', finished)).toBeNull();
    expect(recordings.recordingPathsKnown(db, ['2026/11/x.webm', '2026/11/c.webm'])).toEqual(['2026/11/c.webm']);
    const { rows } = recordings.recordingsPage(db, { before: null, limit: 5 });
    expect(rows.map((row) => recordingRow.strict().parse(row))).toEqual(rows);
  });

  it('gives each further recording of a call its own id, of a length that is allowed', () => {
    const db = temporaryLedger();
    expect(recordings.nextRecordingId(db, 'c')).toBe('c');
    recordings.recordingBegin(db, recordingOf('c', 1));
    expect(recordings.nextRecordingId(db, 'c')).toBe('c-2');
    recordings.recordingBegin(db, recordingOf('c-2', 2));
    expect(recordings.nextRecordingId(db, 'c')).toBe('c-3');
    const long = 'x'.repeat(128);
    recordings.recordingBegin(db, recordingOf(long, 3));
    const next = recordings.nextRecordingId(db, long);
    expect(recordingRow.shape.id.parse(next)).toBe(next);
    expect(next).not.toBe(recordings.nextRecordingId(db, `${'x'.repeat(127)}y`));
  });

  it('adopts a file without a row once', () => {
    const db = temporaryLedger();
    const finished = { state: 'cut', durationMs: 5, bytes: 9, sha256: 'ff' } as const;
    expect(recordings.recordingAdopt(db, recordingOf('o', 1), finished)).toMatchObject({ id: 'o', ...finished });
    expect(recordings.recordingAdopt(db, recordingOf('o', 1), finished)).toBeNull();
  });
});
