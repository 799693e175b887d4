import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SpeechModelFlaw } from '#shared/contracts/transcripts.ts';

/** Files of a model, absolute. */
export type SpeechModel =
  | { readonly kind: 'whisper'; readonly encoder: string; readonly decoder: string; readonly tokens: string }
  | {
      readonly kind: 'transducer';
      readonly encoder: string;
      readonly decoder: string;
      readonly joiner: string;
      readonly tokens: string;
    }
  | { readonly kind: 'ctc'; readonly model: string; readonly tokens: string };

export type ModelLook =
  | { readonly found: true; readonly model: SpeechModel }
  | { readonly found: false; readonly flaw: SpeechModelFlaw };

type Role = 'encoder' | 'decoder' | 'joiner';

const roleIn = /encoder|decoder|joiner/;
const isOnnx = (name: string): boolean => /\.onnx$/i.test(name);
/** The same for all the parts of one model: `tiny-encoder.int8.onnx` and `tiny-decoder.onnx` → `tiny-`. */
const stemOf = (name: string): string => name.replace(roleIn, '').replace(/(\.int8)?\.onnx$/i, '');

/** Of the same part in two precisions the one of 8 bits, which is the quicker one on a processor. */
const preferred = (names: readonly string[]): string | undefined =>
  names.find((name) => /\.int8\.onnx$/i.test(name)) ?? names[0];

/**
 * Looks whether a folder holds a model, as the projects around the engine hand them out: Whisper (encoder and decoder), a transducer (and a joiner) or
 * a CTC model of NeMo (one file), each with its tokens. Only names and sizes are looked at; whether the engine can load it shows when it does.
 */
export async function lookAtModel(folder: string | null): Promise<ModelLook> {
  if (folder === null) return flawed({ code: 'no-folder' });
  let names: readonly string[];
  try {
    names = await filledFiles(folder);
  } catch {
    return flawed({ code: 'unreadable', folder });
  }
  const models = names.filter(isOnnx);
  const parts = models.filter((name) => roleIn.test(name));
  const single = preferred(models);
  if (single === undefined) return flawed({ code: 'no-model', folder });
  return parts.length === 0 ? ctcModel(folder, names, single) : modelOfParts(folder, names, parts);
}

const flawed = (flaw: SpeechModelFlaw): ModelLook => ({ found: false, flaw });

/** In the order of the alphabet; a file without content, as a download that broke off leaves it, is none. */
async function filledFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder);
  const sizes = await Promise.all(entries.map((name) => stat(join(folder, name)).catch(() => null)));
  return entries.filter((_, index) => sizes[index]?.isFile() === true && (sizes[index]?.size ?? 0) > 0).sort();
}

function ctcModel(folder: string, names: readonly string[], model: string): ModelLook {
  const tokens = tokensOf(names, model.replace(/(model)?(\.int8)?\.onnx$/i, ''));
  if (tokens === undefined) return flawed({ code: 'missing', folder, file: 'tokens.txt' });
  return { found: true, model: { kind: 'ctc', model: join(folder, model), tokens: join(folder, tokens) } };
}

function modelOfParts(folder: string, names: readonly string[], parts: readonly string[]): ModelLook {
  const stems = [...new Set(parts.map(stemOf))];
  const partOf = (stem: string, role: Role): string | undefined =>
    preferred(parts.filter((name) => stemOf(name) === stem && name.includes(role)));
  const isWhole = (stem: string): boolean =>
    partOf(stem, 'encoder') !== undefined && partOf(stem, 'decoder') !== undefined;
  const stem = stems.find(isWhole) ?? stems[0] ?? '';
  const [encoder, decoder, joiner] = [partOf(stem, 'encoder'), partOf(stem, 'decoder'), partOf(stem, 'joiner')];
  const known = (encoder ?? decoder ?? joiner ?? '').replace(/\.int8(?=\.onnx$)/i, '');
  const missing = (file: string): ModelLook => flawed({ code: 'missing', folder, file });
  if (encoder === undefined) return missing(known.replace(roleIn, 'encoder'));
  if (decoder === undefined) return missing(known.replace(roleIn, 'decoder'));
  const tokens = tokensOf(names, stem);
  if (tokens === undefined) return missing('tokens.txt');
  const at = (name: string): string => join(folder, name);
  const common = { encoder: at(encoder), decoder: at(decoder), tokens: at(tokens) };
  return {
    found: true,
    model:
      joiner === undefined ? { kind: 'whisper', ...common } : { kind: 'transducer', ...common, joiner: at(joiner) },
  };
}

/** Whisper's stand beside it under its own name: `tiny-tokens.txt`. */
const tokensOf = (names: readonly string[], stem: string): string | undefined =>
  [`${stem}tokens.txt`, 'tokens.txt'].find((name) => names.includes(name));
