/** Where an AudioContext plays: a device id ('' is the system's default), or nowhere. */
export type Sink = string | { readonly type: 'none' };

/** The parts of the Web Audio API (1.1) that TypeScript's DOM types do not know yet. */
interface SinkableContext extends AudioContext {
  setSinkId(sink: Sink): Promise<void>;
}

export const noSink: Sink = { type: 'none' };

/** Opus works at this rate; any other would be resampled on the way. */
export const sampleRate = 48_000;

/** A machine without a sound card never settles promises that wait for one: nothing waits longer than this. */
const patienceMs = 1500;

export function createContext(sink: Sink, latencyHint: AudioContextLatencyCategory): AudioContext {
  const options: AudioContextOptions & { readonly sinkId: Sink } = { sampleRate, latencyHint, sinkId: sink };
  return new AudioContext(options);
}

/** False: the device does not exist (any more) or does not answer. */
export async function moveContext(context: AudioContext, sink: Sink): Promise<boolean> {
  return settles((context as SinkableContext).setSinkId(sink));
}

export const resumeContext = (context: AudioContext): Promise<boolean> => settles(context.resume());
export const suspendContext = (context: AudioContext): Promise<boolean> => settles(context.suspend());

/** Whether it is fulfilled in time. */
export async function settles(promise: Promise<unknown>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
  });
  const settled = promise.then(
    () => true,
    () => false,
  );
  const result = await Promise.race([settled, limit]);
  clearTimeout(timer);
  return result;
}
