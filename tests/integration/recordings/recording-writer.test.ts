import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodePeaks } from '../../../src/main/recordings/peaks-file.ts';
import { createRecordingWriter } from '../../../src/main/recordings/recording-writer.ts';
import { smallDisk } from '../store/support/small-disk.ts';
import { recordingLog } from '../store/support/stores.ts';
import { temporaryFolder } from '../store/support/temporary.ts';

const quiet = { agent: Int8Array.of(-1, 1), contact: Int8Array.of(-2, 2) };
const chunk = (n: number): Buffer => Buffer.from(`chunk ${n};`);

async function startedWriter(folder = temporaryFolder()) {
  const path = join(folder, 'r.webm');
  const { log, lines } = recordingLog();
  return { path, lines, writer: await createRecordingWriter(path, join(folder, 'r.peaks'), log) };
}

describe('recording writer', () => {
  it('writes chunks in order, each once, with their peaks', async () => {
    const { writer, path } = await startedWriter();
    const outcomes = await Promise.all([0, 1, 1, 0, 2].map((n) => writer.append(n, chunk(n), quiet)));
    expect(outcomes).toEqual(Array(5).fill({ stored: true }));
    expect(await writer.append(1, Buffer.from('another'), quiet)).toEqual({ stored: true });
    await writer.close();
    expect(readFileSync(path, 'utf8')).toBe('chunk 0;chunk 1;chunk 2;');
    expect(writer.bytes()).toBe(24);
    const peaks = decodePeaks(readFileSync(path.replace('.webm', '.peaks')));
    expect(peaks?.contact).toEqual(Int8Array.of(-2, 2, -2, 2, -2, 2));
  });

  it('says which chunk is missing and writes nothing behind the gap', async () => {
    const { writer, path } = await startedWriter();
    await writer.append(0, chunk(0), quiet);
    expect(await writer.append(2, chunk(2), quiet)).toEqual({ stored: false, reason: 'gap', expected: 1 });
    expect(await writer.append(1, chunk(1), quiet)).toEqual({ stored: true });
    await writer.close();
    expect(readFileSync(path, 'utf8')).toBe('chunk 0;chunk 1;');
  });

  it('stores what was on its way when it was closed, and nothing after', async () => {
    const { writer, path } = await startedWriter();
    const last = writer.append(0, chunk(0), quiet);
    const closed = writer.close();
    expect(await writer.append(1, chunk(1), quiet)).toEqual({ stored: false, reason: 'closed' });
    expect(await last).toEqual({ stored: true });
    await closed;
    await writer.close();
    expect(await writer.append(0, chunk(0), quiet)).toEqual({ stored: true });
    expect(readFileSync(path, 'utf8')).toBe('chunk 0;');
  });

  it('never writes into a file that is there', async () => {
    const { path, writer } = await startedWriter();
    await writer.append(0, chunk(0), quiet);
    await expect(createRecordingWriter(path, `${path}.peaks`, recordingLog().log)).rejects.toMatchObject({
      code: 'EEXIST',
    });
    await writer.close();
    expect(statSync(path).size).toBe(8);
  });

  it('tells once that the disk is full and keeps whole chunks', async ({ skip }) => {
    const disk = smallDisk(1);
    if (disk === null) return skip('needs the right to mount a file system');
    const { writer, path } = await startedWriter(disk);
    const large = Buffer.alloc(150_000, 7);
    const outcomes = await Promise.all(Array.from({ length: 12 }, (_, n) => writer.append(n, large, quiet)));
    const stored = outcomes.filter((outcome) => outcome.stored).length;
    expect(stored).toBeGreaterThan(3);
    expect(outcomes[stored]).toMatchObject({ stored: false, reason: 'disk-full' });
    expect(outcomes.slice(stored + 1)).toEqual(
      outcomes.slice(stored + 1).map(() => ({ stored: false, reason: 'closed' })),
    );
    expect(writer.problem()).toBe('disk-full');
    await writer.close();
    expect(statSync(path).size).toBe(stored * large.length);
  });
});
