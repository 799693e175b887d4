import { createContext, noSink, resumeContext, suspendContext } from './audio-context.ts';
import workletUrl from './level.worklet.ts?worker&url';

export interface ContextLease {
  readonly context: AudioContext;
  /** Whether the level processor can be used; false where its module could not be loaded. */
  readonly metering: Promise<boolean>;
  release(): void;
}

/** Lends the one AudioContext that mixes and measures. It plays nowhere, works without a sound card, and sleeps while nobody uses it. */
export interface SilentContext {
  lease(): ContextLease;
}

export function createSilentContext(log: (text: string) => void): SilentContext {
  let context: AudioContext | null = null;
  let metering: Promise<boolean> = Promise.resolve(false);
  let users = 0;

  const open = (): AudioContext => {
    const opened = createContext(noSink, 'playback');
    metering = opened.audioWorklet.addModule(workletUrl).then(
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

  return {
    lease: () => {
      context ??= open();
      const leased = context;
      users += 1;
      if (users === 1) void wake(leased);
      let released = false;
      return {
        context: leased,
        metering,
        release: () => {
          if (released) return;
          released = true;
          users -= 1;
          if (users === 0) void suspendContext(leased);
        },
      };
    },
  };
}
