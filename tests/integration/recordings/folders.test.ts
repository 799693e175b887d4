import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, vi } from 'vitest';
import { inlineLedger, unwrap } from '../store/support/stores.ts';
import { temporaryFolder } from '../store/support/temporary.ts';
import { openedRecordings, record, recordedCall } from './support/recorder.ts';
import { liveWebm } from './support/webm.ts';

const webm = liveWebm(1);

/** One computer on which IT names one folder after the other. */
function computer() {
  const folder = temporaryFolder();
  const ledger = inlineLedger(folder);
  const under = (name: string) => openedRecordings(folder, ledger, { directory: join(folder, name) });
  return { folder, ledger, under };
}

async function recorded(recordings: ReturnType<typeof openedRecordings>, id: string): Promise<void> {
  expect(await recordings.begin(id, recordedCall(id))).toEqual({ ok: true, value: null });
  await record(recordings, id, webm);
  expect(await recordings.stop(id, { chunks: 10 })).toMatchObject({ ok: true, value: { state: 'complete' } });
}

describe('another recordings folder', () => {
  it('is for what comes; what is there plays from where it is', async () => {
    const { folder, under } = computer();
    const first = under('first');
    await recorded(first, 'a');
    await first.close();
    const second = under('second');
    await second.recover();
    await recorded(second, 'b');
    expect(await second.file('a')).toBe(join(folder, 'first/2026/11/a.webm'));
    expect((await second.readPeaks('a'))?.agent.length).toBeGreaterThan(0);
    expect(await second.file('b')).toBe(join(folder, 'second/2026/11/b.webm'));
    expect(await under('first').file('b')).toBe(join(folder, 'second/2026/11/b.webm'));
  });

  it('has what IT moved there, without taking it for something new', async () => {
    const { folder, ledger, under } = computer();
    const first = under('first');
    await recorded(first, 'a');
    await first.close();
    renameSync(join(folder, 'first'), join(folder, 'second'));
    const second = under('second');
    expect(await second.recover()).toMatchObject({ recovered: [], adopted: [] });
    expect(await second.file('a')).toBe(join(folder, 'second/2026/11/a.webm'));
    expect(unwrap(await ledger.recordingsPage({ before: null, limit: 9 })).rows).toHaveLength(1);
  });

  it('keeps nobody from finishing what a crash left in the one before, now or when it is back', async () => {
    const { folder, ledger, under } = computer();
    const first = under('first');
    for (const id of ['a', 'b']) {
      await first.begin(id, recordedCall(id));
      await record(first, id, webm);
    }
    await first.close();
    renameSync(join(folder, 'first'), join(folder, 'away'));
    const second = under('second');
    expect(await second.recover()).toMatchObject({ recovered: [], outOfReach: 2 });
    renameSync(join(folder, 'away'), join(folder, 'first'));
    const recovery = await second.recover();
    expect(recovery).toMatchObject({
      recovered: [
        { id: 'a', state: 'cut' },
        { id: 'b', state: 'cut' },
      ],
      outOfReach: 0,
    });
    expect(unwrap(await ledger.recordingsByState('writing'))).toEqual([]);
  });

  it('is the first one for recordings from before folders were noted', async () => {
    const { folder, ledger, under } = computer();
    const first = under('first');
    await recorded(first, 'a');
    const db = new Database(join(folder, 'ledger.sqlite'));
    db.exec('UPDATE recordings SET root = NULL');
    db.close();
    expect(await first.file('a')).toBe(join(folder, 'first/2026/11/a.webm'));
    await under('first').recover();
    expect(unwrap(await ledger.recording('a'))?.root).toBe(join(folder, 'first'));
    const second = under('second');
    await second.recover();
    expect(await second.file('a')).toBe(join(folder, 'first/2026/11/a.webm'));
  });
});

describe('a recordings folder that cannot be reached', () => {
  it('is told, at the start and with each recording, and nothing is made in its place', async () => {
    const { folder, under } = computer();
    const recordings = under('share/recordings');
    await recordings.recover();
    await vi.waitFor(() => expect(recordings.reached).toEqual([false]), { timeout: 10_000 });
    expect(await recordings.begin('a', recordedCall('a'))).toMatchObject({ ok: false, error: { code: 'storage' } });
    await vi.waitFor(() => expect(recordings.reached).toEqual([false, false]), { timeout: 10_000 });
    expect(existsSync(join(folder, 'share'))).toBe(false);
    mkdirSync(join(folder, 'share'));
    await recorded(recordings, 'b');
    expect(recordings.reached.at(-1)).toBe(true);
    expect(await recordings.file('b')).toBe(join(folder, 'share/recordings/2026/11/b.webm'));
  });

  it('may be a file in its place', async () => {
    const { folder, under } = computer();
    writeFileSync(join(folder, 'recordings'), '');
    const recordings = under('recordings');
    expect(await recordings.begin('a', recordedCall('a'))).toMatchObject({ ok: false, error: { code: 'storage' } });
    await vi.waitFor(() => expect(recordings.reached).toEqual([false]), { timeout: 10_000 });
  });
});
