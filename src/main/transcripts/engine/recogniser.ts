import { availableParallelism } from 'node:os';
import { z } from 'zod';
import type { SpeechModel } from '../speech-model.ts';
import type { Understood } from './segments.ts';
import { sampleRate } from './sound.ts';

/** Blocks while it works: this process has nothing else to do. */
export type Recogniser = (samples: Float32Array) => Understood;

/** Beside a softphone there is other work: half of the cores, and no more than help. */
const threads = Math.max(1, Math.min(4, availableParallelism() >> 1));

const times = z.array(z.number()).default([]);
const words = z.array(z.string()).default([]);
const result = z.object({
  text: z.string(),
  lang: z.string().default(''),
  tokens: words,
  timestamps: times,
  segment_texts: words,
  segment_timestamps: times,
});

/**
 * Loads a model. The native code is loaded with the first one.
 * @throws where the model cannot be used; it may end the process instead
 */
export async function openRecogniser(model: SpeechModel): Promise<Recogniser> {
  const { OfflineRecognizer } = (await import('sherpa-onnx-node')).default;
  const recognizer = new OfflineRecognizer({
    featConfig: { sampleRate, featureDim: 80 },
    modelConfig: { ...filesOf(model), tokens: model.tokens, numThreads: threads, provider: 'cpu', debug: 0 },
  });
  return (samples) => {
    const stream = recognizer.createStream();
    stream.acceptWaveform({ samples, sampleRate });
    recognizer.decode(stream);
    const heard = result.parse(recognizer.getResult(stream));
    return {
      text: heard.text,
      language: heard.lang,
      tokens: heard.tokens,
      tokenTimes: heard.timestamps,
      phrases: heard.segment_texts,
      phraseTimes: heard.segment_timestamps,
    };
  };
}

function filesOf(model: SpeechModel) {
  switch (model.kind) {
    case 'whisper': {
      const { encoder, decoder } = model;
      return { whisper: { encoder, decoder, language: '', task: 'transcribe', enableSegmentTimestamps: 1 } } as const;
    }
    case 'transducer': {
      const { encoder, decoder, joiner } = model;
      return { transducer: { encoder, decoder, joiner } };
    }
    case 'ctc':
      return { nemoCtc: { model: model.model } };
  }
}
