import type { SilentContext } from './silent-context.ts';

export interface Silence {
  readonly track: MediaStreamTrack;
  stop(): void;
}

/**
 * A track without sound, for a call whose microphone is gone: the far end must keep getting packets, for it takes their absence for
 * a dead line (WhatsApp hangs up after 30 s).
 */
export function createSilence(silent: SilentContext): Silence {
  const lease = silent.lease();
  const source = new ConstantSourceNode(lease.context, { offset: 0 });
  const destination = new MediaStreamAudioDestinationNode(lease.context, { channelCount: 1 });
  source.connect(destination);
  source.start();
  const [track] = destination.stream.getAudioTracks();
  if (track === undefined) throw new Error('an audio destination without a track');
  return {
    track,
    stop: () => {
      track.stop();
      source.stop();
      source.disconnect();
      lease.release();
    },
  };
}
