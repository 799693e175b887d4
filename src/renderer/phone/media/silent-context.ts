import { createContext, noSink, resumeContext, suspendContext } from './audio-context.ts';
import workletUrl from './level.worklet.ts?worker&url';
import type { Measure } from './level-windows.ts';

export interface ContextLease {
  readonly context: AudioContext;
  /** A node that measures its two inputs, until the lease ends; null where its module could not be loaded. */
  meter(report: (measure: Measure) => void): Promise<AudioWorkletNode | null>;
  release(): void;
}

/** Lends the one AudioContext that mixes and measures. It plays nowhere, works without a sound card, and sleeps while nobody uses it. */
export interface SilentContext {
  lease(): ContextLease;
}

const oneChannel = { channelCount: 1, channelCountMode: 'explicit', channelInterpretation: 'speakers' } as const;

export function createSilentContext(log: (text: string) => void): SilentContext {
  let context: AudioContext | null = null;
  let loaded: Promise<boolean> = Promise.resolve(false);
  let users = 0;
  // Chromium never frees a processor that is cut off while it could still run, nor what its port refers to: nodes are used again.
  const idle: AudioWorkletNode[] = [];

  const open = (): AudioContext => {
    const opened = createContext(noSink, 'playback');
    loaded = opened.audioWorklet.addModule(workletUrl).then(
      () => true,
      (error: unknown) => {
        log(`no level meter: ${String(error)}`);
        return false;
      },
    );
    return opened;
  };

  const wake = async (waking: AudioContext): Promise<void> => {
    if (!(await resumeContext(waking))) log('the mixer does not start');
    // Released meanwhile.
    if (users === 0) await suspendContext(waking);
  };

  const lend = (leased: AudioContext): ContextLease => {
    let meter: AudioWorkletNode | null = null;
    let released = false;
    return {
      context: leased,
      meter: async (report) => {
        if (!(await loaded) || released) return null;
        meter = idle.pop() ?? new AudioWorkletNode(leased, 'cornetta-levels', { numberOfInputs: 2, ...oneChannel });
        meter.port.postMessage('reset');
        meter.port.onmessage = ({ data }: MessageEvent<Measure>) => report(data);
        // Only what leads to a destination is computed; this one makes no sound.
        meter.connect(leased.destination);
        return meter;
      },
      release: () => {
        if (released) return;
        released = true;
        if (meter !== null) {
          meter.port.onmessage = null;
          meter.disconnect();
          idle.push(meter);
        }
        users -= 1;
        if (users === 0) void suspendContext(leased);
      },
    };
  };

  return {
    lease: () => {
      context ??= open();
      users += 1;
      if (users === 1) void wake(context);
      return lend(context);
    },
  };
}
