/** The part of `sherpa-onnx-node` (1.13) that is used; the package brings its types only as comments. */
declare module 'sherpa-onnx-node' {
  interface OfflineModelConfig {
    readonly whisper?: {
      readonly encoder: string;
      readonly decoder: string;
      /** Empty: found out from what is said. */
      readonly language: string;
      readonly task: 'transcribe' | 'translate';
      readonly enableSegmentTimestamps: 0 | 1;
    };
    readonly transducer?: { readonly encoder: string; readonly decoder: string; readonly joiner: string };
    readonly nemoCtc?: { readonly model: string };
    readonly tokens: string;
    readonly numThreads: number;
    readonly provider: 'cpu';
    readonly debug: 0 | 1;
  }

  interface OfflineStream {
    acceptWaveform(wave: { readonly samples: Float32Array; readonly sampleRate: number }): void;
  }

  class OfflineRecognizer {
    /** Ends the process, or throws, where the model cannot be used. */
    constructor(config: {
      readonly featConfig: { readonly sampleRate: number; readonly featureDim: number };
      readonly modelConfig: OfflineModelConfig;
    });
    createStream(): OfflineStream;
    decode(stream: OfflineStream): void;
    /** Parsed JSON: what is in it depends on the model. */
    getResult(stream: OfflineStream): unknown;
  }
}
