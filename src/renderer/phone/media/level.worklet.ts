/** AudioWorklet module: two inputs (agent, contact), measures as messages. Built as a file of its own. */
import { LevelWindows } from './level-windows.ts';

// The global scope of a worklet, which TypeScript's DOM types leave out.
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

class LevelProcessor extends AudioWorkletProcessor {
  #windows = this.#fresh();

  constructor() {
    super();
    // Somebody else uses it from now on: nothing measured before is theirs.
    this.port.onmessage = () => {
      this.#windows = this.#fresh();
    };
  }

  process(inputs: readonly (readonly Float32Array[])[], outputs: readonly (readonly Float32Array[])[]): boolean {
    this.#windows.push(outputs[0]?.[0]?.length ?? 128, inputs[0]?.[0], inputs[1]?.[0]);
    return true;
  }

  #fresh(): LevelWindows {
    return new LevelWindows((measure) => this.port.postMessage(measure));
  }
}

registerProcessor('cornetta-levels', LevelProcessor);
