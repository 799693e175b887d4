import { createContext, moveContext, resumeContext, sampleRate, suspendContext } from './audio-context.ts';
import { renderTone, type ToneName, tones } from './tones.ts';

/** Plays tones on one device. Its AudioContext exists from the first tone on and sleeps in between. */
export interface TonePlayer {
  /** Replaces what sounds. */
  play(name: ToneName, volume: number): void;
  stop(): void;
  /** '' is the system's default. */
  setDevice(deviceId: string): void;
}

interface Output {
  readonly context: AudioContext;
  readonly gain: GainNode;
}

/** As long as the ear takes an end for an end, not for a click. */
const fadeSeconds = 0.02;

export function createTonePlayer(log: (text: string) => void): TonePlayer {
  let device = '';
  let output: Output | null = null;
  let source: AudioBufferSourceNode | null = null;
  let moving: Promise<void> = Promise.resolve();

  const open = (): Output => {
    const context = createContext('', 'balanced');
    const gain = new GainNode(context, { gain: 0 });
    gain.connect(context.destination);
    if (device !== '') move(context, device);
    return { context, gain };
  };

  const move = (context: AudioContext, next: string): void => {
    moving = moving.then(async () => {
      if (await moveContext(context, next)) return;
      log('the chosen device cannot play tones');
      // A tone on the wrong device is better than none.
      if (next !== '') await moveContext(context, '');
    });
  };

  const silence = ({ context, gain }: Output): void => {
    const ending = source;
    source = null;
    if (ending === null) return;
    gain.gain.setTargetAtTime(0, context.currentTime, fadeSeconds / 3);
    ending.stop(context.currentTime + fadeSeconds);
  };

  const sleep = ({ context }: Output): void => {
    setTimeout(() => {
      if (source === null) void suspendContext(context);
    }, 1000);
  };

  return {
    play: (name, volume) => {
      output ??= open();
      const { context, gain } = output;
      silence(output);
      const tone = tones[name];
      const samples = renderTone(tone, sampleRate);
      const buffer = new AudioBuffer({ length: samples.length, sampleRate });
      buffer.copyToChannel(samples, 0);
      const next = new AudioBufferSourceNode(context, { buffer, loop: tone.repeats });
      next.connect(gain);
      next.onended = () => {
        next.disconnect();
        if (source !== next) return;
        source = null;
        if (output !== null) sleep(output);
      };
      source = next;
      gain.gain.cancelScheduledValues(context.currentTime);
      gain.gain.setTargetAtTime(volume, context.currentTime, fadeSeconds / 3);
      next.start();
      void resumeContext(context).then((running) => {
        if (!running) log('no sound: the audio output does not start');
      });
    },
    stop: () => {
      if (output === null || source === null) return;
      silence(output);
      sleep(output);
    },
    setDevice: (next) => {
      if (next === device) return;
      device = next;
      if (output !== null) move(output.context, next);
    },
  };
}
