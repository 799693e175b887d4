import type { Level, Measure, Peak } from './level-windows.ts';
import type { ContextLease, SilentContext } from './silent-context.ts';

export interface TapListeners {
  readonly level?: (level: Level) => void;
  readonly peak?: (peak: Peak) => void;
}

/**
 * Listens to both sides of a call without being heard: agent on channel 0, contact on channel 1. It takes the very track that is
 * sent, so what is muted or on hold is silent here too.
 */
export interface CallTap {
  /** null: nothing (any more). */
  setAgent(track: MediaStreamTrack | null): void;
  setContact(track: MediaStreamTrack | null): void;
  /** A stereo stream of the two; ends with the tap. */
  record(): MediaStream;
  /** A stream of the agent alone, on one channel; ends with the tap. */
  voice(): MediaStream;
  close(): void;
}

export function createCallTap(silent: SilentContext, listeners: TapListeners): CallTap {
  const lease = silent.lease();
  const { context } = lease;
  const merger = new ChannelMergerNode(context, { numberOfInputs: 2 });
  const inputs = [new GainNode(context, mono), new GainNode(context, mono)] as const;
  const sources: [MediaStreamAudioSourceNode | null, MediaStreamAudioSourceNode | null] = [null, null];
  for (const [channel, input] of inputs.entries()) input.connect(merger, 0, channel);
  const streams: MediaStream[] = [];
  let stereo: MediaStream | null = null;
  let closed = false;

  const report = (measure: Measure): void => {
    if ('level' in measure) listeners.level?.(measure.level);
    else listeners.peak?.(measure.peak);
  };
  void lease.meter(report).then((meter) => {
    if (meter === null || closed) return;
    for (const [channel, input] of inputs.entries()) input.connect(meter, 0, channel);
  });

  const set = (channel: 0 | 1, track: MediaStreamTrack | null): void => {
    sources[channel]?.disconnect();
    sources[channel] = null;
    if (track === null || closed) return;
    const source = new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) });
    source.connect(inputs[channel]);
    sources[channel] = source;
  };

  const open = (from: AudioNode, channels: 1 | 2): MediaStream => {
    const destination = openDestination(lease, channels);
    from.connect(destination);
    streams.push(destination.stream);
    return destination.stream;
  };

  return {
    setAgent: (track) => set(0, track),
    setContact: (track) => set(1, track),
    record: () => {
      stereo ??= open(merger, 2);
      return stereo;
    },
    voice: () => open(inputs[0], 1),
    close: () => {
      if (closed) return;
      closed = true;
      for (const source of sources) source?.disconnect();
      for (const input of inputs) input.disconnect();
      merger.disconnect();
      for (const stream of streams) for (const track of stream.getTracks()) track.stop();
      lease.release();
    },
  };
}

/** Whatever a source has, one channel of it counts: the average. */
const mono = { channelCount: 1, channelCountMode: 'explicit', channelInterpretation: 'speakers' } as const;

function openDestination({ context }: ContextLease, channelCount: 1 | 2): MediaStreamAudioDestinationNode {
  return new MediaStreamAudioDestinationNode(context, {
    channelCount,
    channelCountMode: 'explicit',
    channelInterpretation: 'discrete',
  });
}
