import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A model small enough to be written by hand, which a real engine loads and runs: it hears sines instead of words. Its one layer compares the energy around a
 * tone with that of all the spectrum, and stays blank where none stands out. NeMo's shape: 80 bands of a mel spectrum in, one vector of log probabilities
 * per 10 ms out.
 */
export const toneWords: readonly (readonly [hertz: number, word: string])[] = [
  [440, 'please'],
  [1000, 'call'],
  [2500, 'tomorrow'],
];

const bands = 80;
const highest = 8000;
/** Natural logarithms of energy: so far a band must stand out to be a tone. */
const blankBias = 2.5;

/** Slaney's scale: linear below 1 kHz, logarithmic above. */
function mel(hertz: number): number {
  return hertz < 1000 ? (hertz * 3) / 200 : 15 + (Math.log(hertz / 1000) * 27) / Math.log(6.4);
}

const bandOf = (hertz: number): number => Math.round((mel(hertz) / mel(highest)) * (bands + 1)) - 1;

/** Protocol buffers (protobuf.dev/programming-guides/encoding): numbers and what has a length is all that ONNX needs here. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, rest]);
}
const int = (field: number, value: number): Buffer => Buffer.concat([varint(field * 8), varint(value)]);
const bytes = (field: number, value: Uint8Array): Buffer =>
  Buffer.concat([varint(field * 8 + 2), varint(value.length), value]);
const text = (field: number, value: string): Buffer => bytes(field, Buffer.from(value));
const message = (field: number, ...parts: readonly Buffer[]): Buffer => bytes(field, Buffer.concat(parts));

/** onnx.proto: GraphProto.node */
const node = (type: string, inputs: readonly string[], output: string, ...attributes: readonly Buffer[]): Buffer =>
  message(1, ...inputs.map((name) => text(1, name)), text(2, output), text(4, type), ...attributes);
const numbers = (name: string, values: readonly number[]): Buffer =>
  message(5, text(1, name), ...values.map((value) => int(8, value)), int(20, 7));
const number = (name: string, value: number): Buffer => message(5, text(1, name), int(3, value), int(20, 2));

/** GraphProto.initializer, of floats. */
const weights = (name: string, dimensions: readonly number[], values: Float32Array): Buffer =>
  message(
    5,
    ...dimensions.map((size) => int(1, size)),
    int(2, 1),
    text(8, name),
    bytes(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  );

/** GraphProto.input (11) or output (12); a dimension by number or, where it varies, by name. */
const value = (field: number, name: string, type: number, dimensions: readonly (number | string)[]): Buffer =>
  message(
    field,
    text(1, name),
    message(
      2,
      message(
        1,
        int(1, type),
        message(2, ...dimensions.map((size) => message(1, typeof size === 'number' ? int(1, size) : text(2, size)))),
      ),
    ),
  );

function layer(): { readonly matrix: Float32Array; readonly bias: Float32Array } {
  const outputs = toneWords.length + 1;
  const matrix = new Float32Array(bands * outputs);
  toneWords.forEach(([hertz], word) => {
    const centre = bandOf(hertz);
    const near = [centre - 1, centre, centre + 1];
    for (let band = 0; band < bands; band += 1)
      matrix[band * outputs + word] = (near.includes(band) ? 1 / near.length : 0) - 1 / bands;
  });
  const bias = new Float32Array(outputs);
  bias[outputs - 1] = blankBias;
  return { matrix, bias };
}

function onnx(): Buffer {
  const outputs = toneWords.length + 1;
  const { matrix, bias } = layer();
  const graph = message(
    7,
    node('Transpose', ['audio_signal'], 'frames', numbers('perm', [0, 2, 1])),
    node('MatMul', ['frames', 'matrix'], 'contrast'),
    node('Add', ['contrast', 'bias'], 'scores'),
    node('LogSoftmax', ['scores'], 'logprobs', number('axis', 2)),
    text(2, 'tones'),
    weights('matrix', [bands, outputs], matrix),
    weights('bias', [outputs], bias),
    value(11, 'audio_signal', 1, ['batch', bands, 'time']),
    value(11, 'length', 7, ['batch']),
    value(12, 'logprobs', 1, ['batch', 'time', outputs]),
  );
  const facts = {
    model_type: 'EncDecCTCModelBPE',
    vocab_size: String(toneWords.length),
    subsampling_factor: '1',
    normalize_type: '',
  };
  return Buffer.concat([
    int(1, 8),
    graph,
    message(8, text(1, ''), int(2, 13)),
    ...Object.entries(facts).map(([key, said]) => message(14, text(1, key), text(2, said))),
  ]);
}

/** Writes the two files that such a model has. The folder is there already. */
export function writeToneModel(folder: string): void {
  writeFileSync(join(folder, 'model.onnx'), onnx());
  const tokens = [...toneWords.map(([, word]) => `▁${word}`), '<blk>'];
  writeFileSync(join(folder, 'tokens.txt'), tokens.map((token, id) => `${token} ${id}\n`).join(''));
}
