import { fork } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { EmbeddedProcess } from '../../../src/main/gateway-link/embedded.ts';
import { systemClock } from '../../../src/main/platform/clock.ts';
import { createLocalEngine } from '../../../src/main/transcripts/local-engine.ts';
import { lookAtModel, type SpeechModel } from '../../../src/main/transcripts/speech-model.ts';
import { builtEntry } from '../../entries/built-entry.ts';
import { memoryLog } from '../../fakes/memory-log.ts';
import { writeToneModel } from '../../fakes/tone-model.ts';
import { eventually } from '../gateway-link/support.ts';
import { temporaryFolder } from '../store/support/temporary.ts';
import { toneNote } from './support/media.ts';

const entry = builtEntry('transcriber.process');
const shim = join(import.meta.dirname, '../gateway/support/parent-port.mjs');

/** The engine's own process, in plain Node. */
function engine() {
  const pids: number[] = [];
  const local = createLocalEngine({
    fork: (): EmbeddedProcess => {
      const child = fork(entry, {
        execArgv: ['--import', shim],
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      });
      pids.push(child.pid ?? 0);
      const on = (event: 'message' | 'exit', listener: (value: never) => void) =>
        child.on(event, (value: unknown) => listener(value as never));
      return { on, postMessage: (message) => void child.send(message as object), kill: () => child.kill() };
    },
    clock: systemClock,
    log: memoryLog(),
  });
  onTestFinished(local.stop);
  return { ...local, pids };
}

async function modelIn(folder: string): Promise<SpeechModel> {
  const look = await lookAtModel(folder);
  if (!look.found) throw new Error(look.flaw.code);
  return look.model;
}

async function toneModel(): Promise<{ readonly folder: string; readonly model: SpeechModel }> {
  const folder = temporaryFolder();
  writeToneModel(folder);
  return { folder, model: await modelIn(folder) };
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('the engine with a model', () => {
  it('writes down what it hears, each phrase with its moment, at the lowest priority', async () => {
    const { transcribe, pids } = engine();
    const { model } = await toneModel();
    const note = toneNote([
      [0, 1],
      [440, 0.5],
      [0, 0.3],
      [1000, 0.5],
      [0, 2],
      [2500, 0.5],
      [0, 0.5],
    ]);
    const written = await transcribe(model, note);
    expect(written).toMatchObject({
      ok: true,
      value: { text: 'please call tomorrow', language: null, origin: 'desktop' },
    });
    const { segments = [] } = (written.ok ? written.value : null) ?? {};
    expect(segments.map(({ text }) => text)).toEqual(['please call', 'tomorrow']);
    expect(Math.abs((segments[0]?.fromMs ?? 0) - 1_000)).toBeLessThan(150);
    expect(Math.abs((segments[1]?.fromMs ?? 0) - 4_300)).toBeLessThan(150);
    expect(getPriority(pids[0] ?? 0)).toBeGreaterThan(0);
    expect(await transcribe(model, toneNote([[0, 3]]))).toEqual({ ok: true, value: null });
    expect(pids).toHaveLength(1);
  });

  it('keeps the moments of a note that is longer than a model hears at once', async () => {
    const { transcribe } = engine();
    const { model } = await toneModel();
    const note = toneNote([
      [440, 0.5],
      [0, 30],
      [1000, 0.5],
      [0, 26],
      [2500, 0.5],
    ]);
    const written = await transcribe(model, note);
    const segments = (written.ok ? written.value : null)?.segments ?? [];
    expect(segments.map(({ text }) => text)).toEqual(['please', 'call', 'tomorrow']);
    expect(segments.map(({ fromMs }) => Math.round(fromMs / 1000))).toEqual([0, 31, 57]);
  });

  it('says of media that cannot be read that it is damaged, and goes on', async () => {
    const { transcribe, pids } = engine();
    const { model } = await toneModel();
    expect(await transcribe(model, new Uint8Array(2_000).fill(7))).toMatchObject({ error: { code: 'damaged' } });
    expect(await transcribe(model, toneNote([[1000, 1]]))).toMatchObject({ ok: true, value: { text: 'call' } });
    expect(pids).toHaveLength(1);
  });

  it('ends at once when it is let go of, with nothing of it left', async () => {
    const { transcribe, letGo, pids } = engine();
    const { model } = await toneModel();
    const asked = transcribe(model, toneNote([[440, 60]]));
    letGo();
    expect(await asked).toMatchObject({ error: { code: 'gone' } });
    await eventually(() => isAlive(pids[0] ?? 0)).toBe(false);
    expect(await transcribe(model, toneNote([[440, 1]]))).toMatchObject({ ok: true, value: { text: 'please' } });
  });

  it('writes nothing to a disk', async () => {
    const { transcribe } = engine();
    const { folder, model } = await toneModel();
    const before = readdirSync(folder, { recursive: true });
    await transcribe(model, toneNote([[440, 1]]));
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
  });
});

describe('a model that is none', () => {
  it.each([
    ['cut off', (model: Buffer) => model.subarray(0, model.length >> 1)],
    ['of zeros', (model: Buffer) => Buffer.alloc(model.length)],
    ['a page of text', () => Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n')],
    [
      'without what the engine must know',
      (model: Buffer) => Buffer.from(model.toString('latin1').replace('vocab_size', 'vocab_SIZE'), 'latin1'),
    ],
  ])('is told as such: %s', async (_, spoil) => {
    const { transcribe } = engine();
    const { folder, model } = await toneModel();
    const file = join(folder, 'model.onnx');
    writeFileSync(file, spoil(readFileSync(file)));
    expect(await transcribe(model, toneNote([[440, 1]]))).toMatchObject({ ok: false, error: { code: 'unsupported' } });
    const sound = await toneModel();
    expect(await transcribe(sound.model, toneNote([[440, 1]]))).toMatchObject({ ok: true });
  });

  it.each(['whisper', 'transducer'] as const)('is told as such: files of a %s that are not', async (kind) => {
    const { transcribe } = engine();
    const { folder } = await toneModel();
    const other = join(folder, 'other');
    mkdirSync(other);
    const names =
      kind === 'whisper' ? ['tiny-encoder.onnx', 'tiny-decoder.onnx'] : ['encoder.onnx', 'decoder.onnx', 'joiner.onnx'];
    for (const name of names) writeFileSync(join(other, name), readFileSync(join(folder, 'model.onnx')));
    writeFileSync(join(other, 'tokens.txt'), 'a 0\n');
    const model = await modelIn(other);
    expect(model.kind).toBe(kind);
    expect(await transcribe(model, toneNote([[440, 1]]))).toMatchObject({ ok: false, error: { code: 'unsupported' } });
  });
});
