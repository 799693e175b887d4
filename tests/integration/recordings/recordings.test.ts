import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordingRow } from '#shared/contracts/records.ts';
import { finalise } from '../../../src/main/recordings/finalise.ts';
import { callOf, recordingOf } from '../store/support/entries.ts';
import { smallDisk } from '../store/support/small-disk.ts';
import { inlineLedger, unwrap } from '../store/support/stores.ts';
import { temporaryFolder } from '../store/support/temporary.ts';
import { november, openedRecordings, record, recordedCall, somePeaks } from './support/recorder.ts';
import { liveWebm, probe, toneContact, toneStrength } from './support/webm.ts';

const seconds = 5;
const webm = liveWebm(seconds);
const wholeMs = expect.closeTo(seconds * 1000, -2);

function opened(folder = temporaryFolder()) {
  const ledger = inlineLedger(folder);
  return { folder, ledger, recordings: openedRecordings(folder, ledger) };
}

describe('a recording', () => {
  it('is written, finished, indexed and can be played and drawn', async () => {
    const { folder, ledger, recordings } = opened();
    expect(await recordings.begin('call-1', recordedCall('call-1'))).toEqual({ ok: true, value: null });
    await record(recordings, 'call-1', webm);
    const stopped = await recordings.stop('call-1', { chunks: 10 });
    expect(stopped).toMatchObject({ ok: true, value: { state: 'complete', durationMs: wholeMs } });
    const path = join(folder, 'recordings/2026/11/call-1.webm');
    expect(await recordings.file('call-1')).toBe(path);
    expect(probe(path)).toMatchObject({ codec: 'opus', channels: 2, durationMs: wholeMs });
    expect(toneStrength(path, 1, toneContact)).toBeGreaterThan(0.9);
    expect((await recordings.readPeaks('call-1'))?.agent).toHaveLength(20);
    expect(readdirSync(dirname(path)).sort()).toEqual(['call-1.peaks', 'call-1.webm']);
    const { rows } = unwrap(await ledger.recordingsPage({ before: null, limit: 5 }));
    expect(rows).toEqual([stopped.ok && stopped.value]);
    expect(recordings.changes.map((row) => recordingRow.parse(row).state)).toEqual(['writing', 'complete']);
  });

  it('gives the same answer to a repeated stop, also later', async () => {
    const { recordings } = opened();
    await recordings.begin('c', recordedCall('c'));
    await record(recordings, 'c', webm);
    const [one, two] = await Promise.all([recordings.stop('c'), recordings.stop('c')]);
    expect(two).toEqual(one);
    expect(await recordings.stop('c')).toEqual(one);
    expect(await recordings.stop('unknown')).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('may follow another one of the same call', async () => {
    const { folder, recordings } = opened();
    for (const expected of ['c', 'c-2', 'c-3']) {
      const id = await recordings.nextId('c');
      expect(id).toEqual({ ok: true, value: expected });
      expect((await recordings.begin(expected, recordedCall('c'))).ok).toBe(true);
    }
    expect(readdirSync(join(folder, 'recordings/2026/11')).filter((name) => name.endsWith('.webm'))).toHaveLength(3);
    expect(await recordings.begin('c', recordedCall('c'))).toMatchObject({ ok: false, error: { code: 'invalid' } });
  });

  it('takes another file name where one stands in the way', async () => {
    const { folder, recordings } = opened();
    const taken = join(folder, 'recordings/2026/11/c.webm');
    mkdirSync(dirname(taken), { recursive: true });
    writeFileSync(taken, 'somebody else’s');
    expect((await recordings.begin('c', recordedCall('c'))).ok).toBe(true);
    await record(recordings, 'c', webm);
    await recordings.stop('c');
    expect(readFileSync(taken, 'utf8')).toBe('somebody else’s');
    expect(await recordings.file('c')).toBe(join(folder, 'recordings/2026/11/c~1.webm'));
  });

  it.each(['../../etc/x', 'a/b', '', '.hidden', 'x'.repeat(129)])('refuses the id %j', async (id) => {
    const { folder, recordings } = opened();
    expect(await recordings.begin(id, recordedCall('c'))).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(readdirSync(folder)).not.toContain('recordings');
  });

  it('follows no link out of its folder', async () => {
    const { folder, recordings } = opened();
    const outside = temporaryFolder();
    mkdirSync(join(folder, 'recordings'));
    symlinkSync(outside, join(folder, 'recordings/2026'));
    expect(await recordings.begin('c', recordedCall('c'))).toMatchObject({ ok: false, error: { code: 'storage' } });
  });

  it('says which chunk is missing, and answers repeated and unknown ones', async () => {
    const { recordings } = opened();
    await recordings.begin('c', recordedCall('c'));
    expect(await recordings.append('c', 1, webm, somePeaks)).toMatchObject({
      ok: false,
      error: { code: 'invalid', detail: 'chunk 0 is missing' },
    });
    expect((await recordings.append('c', 0, webm, somePeaks)).ok).toBe(true);
    expect((await recordings.append('c', 0, webm, somePeaks)).ok).toBe(true);
    expect(await recordings.append('other', 0, webm, somePeaks)).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  });

  it('is cut where chunks are missing at its end or its recorder died', async () => {
    const { recordings } = opened();
    await recordings.begin('short', recordedCall('short'));
    await record(recordings, 'short', webm, 4);
    expect(await recordings.stop('short', { chunks: 5 })).toMatchObject({
      ok: true,
      value: { state: 'cut', durationMs: wholeMs },
    });
    await recordings.begin('died', recordedCall('died'));
    await recordings.append('died', 0, webm.subarray(0, webm.length / 2), somePeaks);
    expect(await recordings.stop('died', { cut: true })).toMatchObject({ ok: true, value: { state: 'cut' } });
  });

  it('without any sound is failed, and its file stays', async () => {
    const { folder, recordings } = opened();
    await recordings.begin('c', recordedCall('c'));
    expect(await recordings.stop('c')).toMatchObject({
      ok: true,
      value: { state: 'failed', durationMs: null, bytes: 0 },
    });
    expect(readdirSync(join(folder, 'recordings/2026/11'))).toContain('c.webm');
    expect(await recordings.readPeaks('c')).toMatchObject({ agent: new Int8Array() });
    expect(await recordings.readPeaks('unknown')).toBeNull();
  });

  it('stays as recorded where the finaliser cannot even start', async () => {
    const { folder, ledger } = opened();
    const missing = new URL(`file://${join(folder, 'missing.worker.js')}`);
    const broken = openedRecordings(folder, ledger, { finaliserWorker: missing });
    await broken.begin('c', recordedCall('c'));
    await record(broken, 'c', webm);
    expect(await broken.stop('c')).toMatchObject({ ok: false, error: { code: 'storage' } });
    expect(unwrap(await ledger.recording('c'))).toMatchObject({ state: 'writing', closing: 'complete' });
    const mended = openedRecordings(folder, ledger);
    expect((await mended.recover()).recovered).toMatchObject([{ id: 'c', state: 'complete', durationMs: wholeMs }]);
  });
});

describe('a full disk', () => {
  it('ends the recording once, and what was written plays', async ({ skip }) => {
    const disk = smallDisk(1);
    if (disk === null) return skip('needs the right to mount a file system');
    const ledger = inlineLedger(temporaryFolder());
    const recordings = openedRecordings(disk, ledger);
    const long = liveWebm(12);
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(1_048_576 - 8 * 4096 - Math.floor(long.length * 0.6)));
    await recordings.begin('c', recordedCall('c'));
    const codes: string[] = [];
    for (let n = 0; n < 20; n += 1) {
      const part = long.subarray(Math.floor((n * long.length) / 20), Math.floor(((n + 1) * long.length) / 20));
      const result = await recordings.append('c', n, part, somePeaks);
      codes.push(result.ok ? 'stored' : result.error.code);
    }
    expect(codes.filter((code) => code === 'disk-full')).toHaveLength(1);
    expect(codes.at(-1)).toBe('gone');
    const stopped = await recordings.stop('c', { chunks: 20 });
    expect(stopped).toMatchObject({ ok: true, value: { state: 'cut' } });
    const path = (await recordings.file('c')) ?? '';
    const stored = codes.indexOf('disk-full');
    expect(probe(path).decodedMs).toBeGreaterThan((stored / 20) * 12_000 - 1000);
  });
});

describe('recovery', () => {
  it('finishes what a crash left, tells complete from cut, and does nothing the second time', async () => {
    const { folder, ledger, recordings } = opened();
    for (const id of ['cut', 'complete']) {
      await recordings.begin(id, recordedCall(id));
      await record(recordings, id, webm);
    }
    // The process dies here: one recorder was still running, the other one had just stopped.
    unwrap(await ledger.recordingClosing('complete', 'complete'));
    const next = openedRecordings(folder, ledger);
    const { recovered, adopted } = await next.recover();
    expect(recovered).toMatchObject([
      { id: 'complete', state: 'complete', durationMs: wholeMs, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { id: 'cut', state: 'cut', durationMs: wholeMs },
    ]);
    expect(adopted).toEqual([]);
    expect(next.changes).toHaveLength(2);
    expect(await next.recover()).toEqual({ recovered: [], adopted: [], outOfReach: 0 });
  });

  it('heals a crash between the finished file and its row', async () => {
    const { folder, ledger, recordings } = opened();
    await recordings.begin('c', recordedCall('c'));
    await record(recordings, 'c', webm);
    unwrap(await ledger.recordingClosing('c', 'complete'));
    const path = join(folder, 'recordings/2026/11/c.webm');
    const finished = await finalise(path, 'finish');
    writeFileSync(`${path}.part`, 'half a copy');
    const { recovered } = await openedRecordings(folder, ledger).recover();
    expect(recovered).toMatchObject([{ state: 'complete', sha256: finished.sha256, durationMs: finished.durationMs }]);
    expect(readdirSync(dirname(path)).sort()).toEqual(['c.peaks', 'c.webm']);
  });

  it('leaves alone what is being recorded right now', async () => {
    const { recordings } = opened();
    await recordings.begin('c', recordedCall('c'));
    await recordings.append('c', 0, webm.subarray(0, 20_000), somePeaks);
    expect(await recordings.recover()).toEqual({ recovered: [], adopted: [], outOfReach: 0 });
    expect((await recordings.append('c', 1, webm.subarray(20_000), somePeaks)).ok).toBe(true);
    expect(await recordings.stop('c')).toMatchObject({ ok: true, value: { state: 'complete', durationMs: wholeMs } });
  });

  it('indexes files that no row knows, with what the journal knows of their call', async () => {
    const { folder, ledger, recordings } = opened();
    const month = join(folder, 'recordings/2026/11');
    mkdirSync(month, { recursive: true });
    unwrap(await ledger.openCall(callOf('known', november, { name: 'Anna', answeredAt: november + 5 })));
    unwrap(await ledger.recordingBegin(recordingOf('twin', 1, { path: 'elsewhere/twin.webm' })));
    unwrap(await ledger.recordingFinish('twin', { state: 'failed', durationMs: null, bytes: 0, sha256: null }));
    writeFileSync(join(month, 'known-2.webm'), webm.subarray(0, webm.length - 100));
    writeFileSync(join(month, 'twin.webm'), webm);
    writeFileSync(join(month, 'noise.webm'), 'not a recording');
    writeFileSync(join(month, 'no id.webm'), webm);
    writeFileSync(join(month, 'notes.txt'), 'hands off');
    const { adopted } = await recordings.recover();
    expect(adopted).toMatchObject([
      { id: 'known-2', callId: 'known', name: 'Anna', contactId: 'anna', startedAt: november + 5, state: 'cut' },
      { id: 'noise', callId: 'noise', contactId: 'unknown', state: 'failed', durationMs: null, bytes: 15 },
      { id: 'twin-2', path: '2026/11/twin.webm', state: 'cut', durationMs: wholeMs },
    ]);
    expect(unwrap(await ledger.call('known'))?.hasRecording).toBe(true);
    expect(readdirSync(month).sort()).toEqual(['known-2.webm', 'no id.webm', 'noise.webm', 'notes.txt', 'twin.webm']);
    expect((await recordings.recover()).adopted).toEqual([]);
  });

  it('waits for a folder that is out of reach, and gives up a file that is gone', async () => {
    const { folder, ledger, recordings } = opened();
    await recordings.begin('a', recordedCall('a'));
    await recordings.begin('b', recordedCall('b'));
    await record(recordings, 'a', webm);
    await recordings.close();
    const away = join(folder, 'away');
    renameSync(join(folder, 'recordings'), away);
    const next = openedRecordings(folder, ledger);
    expect(await next.recover()).toMatchObject({ recovered: [], outOfReach: 2 });
    expect(unwrap(await ledger.recording('a'))?.state).toBe('writing');
    renameSync(away, join(folder, 'recordings'));
    rmSync(join(folder, 'recordings/2026/11/b.webm'));
    const recovery = await next.recover();
    expect(recovery.recovered).toMatchObject([
      { id: 'a', state: 'cut', durationMs: wholeMs },
      { id: 'b', state: 'failed', bytes: 0 },
    ]);
    expect(recovery.outOfReach).toBe(0);
  });

  it('goes on at the next start with what closing interrupted', async () => {
    const { folder, ledger, recordings } = opened();
    await recordings.begin('c', recordedCall('c'));
    await record(recordings, 'c', webm);
    const stopping = recordings.stop('c');
    await recordings.close();
    const stopped = await stopping;
    const row = unwrap(await ledger.recording('c'));
    expect(row?.state).toBe(stopped.ok ? 'complete' : 'writing');
    await openedRecordings(folder, ledger).recover();
    expect(unwrap(await ledger.recording('c'))).toMatchObject({ state: 'complete', durationMs: wholeMs });
  });
});
