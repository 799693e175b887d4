import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lookAtModel } from '../../../src/main/transcripts/speech-model.ts';

function folderWith(...names: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'cornetta-model-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of names) writeFileSync(join(folder, name), 'x');
  return folder;
}

describe('a folder with a speech model', () => {
  it('is told by the names that the projects around the engine give', async () => {
    const whisper = folderWith(
      'tiny-decoder.onnx',
      'tiny-encoder.int8.onnx',
      'tiny-encoder.onnx',
      'tiny-tokens.txt',
      'README.md',
    );
    expect(await lookAtModel(whisper)).toEqual({
      found: true,
      model: {
        kind: 'whisper',
        encoder: join(whisper, 'tiny-encoder.int8.onnx'),
        decoder: join(whisper, 'tiny-decoder.onnx'),
        tokens: join(whisper, 'tiny-tokens.txt'),
      },
    });
    const zipformer = folderWith(
      'encoder-epoch-99-avg-1.onnx',
      'decoder-epoch-99-avg-1.onnx',
      'joiner-epoch-99-avg-1.int8.onnx',
      'tokens.txt',
    );
    expect(await lookAtModel(zipformer)).toMatchObject({
      found: true,
      model: { kind: 'transducer', joiner: join(zipformer, 'joiner-epoch-99-avg-1.int8.onnx') },
    });
    const parakeet = folderWith('encoder.int8.onnx', 'decoder.int8.onnx', 'joiner.int8.onnx', 'tokens.txt');
    expect(await lookAtModel(parakeet)).toMatchObject({ found: true, model: { kind: 'transducer' } });
    const ctc = folderWith('model.onnx', 'model.int8.onnx', 'tokens.txt');
    expect(await lookAtModel(ctc)).toEqual({
      found: true,
      model: { kind: 'ctc', model: join(ctc, 'model.int8.onnx'), tokens: join(ctc, 'tokens.txt') },
    });
  });

  it('takes one that is whole where two stand in it', async () => {
    const folder = folderWith('base-encoder.onnx', 'small-decoder.onnx', 'small-encoder.onnx', 'small-tokens.txt');
    expect(await lookAtModel(folder)).toMatchObject({
      found: true,
      model: { encoder: join(folder, 'small-encoder.onnx'), tokens: join(folder, 'small-tokens.txt') },
    });
  });

  it.each([
    [['tiny-encoder.int8.onnx', 'tiny-tokens.txt'], 'tiny-decoder.onnx'],
    [['decoder-epoch-9.onnx', 'joiner-epoch-9.onnx', 'tokens.txt'], 'encoder-epoch-9.onnx'],
    [['tiny-encoder.onnx', 'tiny-decoder.onnx'], 'tokens.txt'],
    [['model.onnx'], 'tokens.txt'],
  ])('with only %j says what is missing', async (names, file) => {
    const folder = folderWith(...names);
    expect(await lookAtModel(folder)).toEqual({ found: false, flaw: { code: 'missing', folder, file } });
  });

  it('counts neither empty files nor folders', async () => {
    const folder = folderWith('model.onnx');
    writeFileSync(join(folder, 'tokens.txt'), '');
    expect(await lookAtModel(folder)).toMatchObject({ flaw: { code: 'missing', file: 'tokens.txt' } });
    const other = folderWith('tokens.txt');
    mkdirSync(join(other, 'model.onnx'));
    expect(await lookAtModel(other)).toEqual({ found: false, flaw: { code: 'no-model', folder: other } });
  });

  it('that is not there, or was not chosen, is told as such', async () => {
    const folder = join(folderWith(), 'nowhere');
    expect(await lookAtModel(folder)).toEqual({ found: false, flaw: { code: 'unreadable', folder } });
    expect(await lookAtModel(null)).toEqual({ found: false, flaw: { code: 'no-folder' } });
  });
});
