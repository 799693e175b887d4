import type { RtpFrame } from '../../../../src/gateway/connectors/sandbox/media/rtp-frame.ts';
import type { VideoPath } from '../../../../src/gateway/connectors/sandbox/media/video/video-path.ts';

export interface FakeVideoPath extends VideoPath {
  maySend: boolean;
  readonly sent: RtpFrame[];
  /** How often the agent was asked for a key frame. */
  readonly asked: number;
}

/** A path of pictures without sockets. */
export function fakeVideoPath(): FakeVideoPath {
  const sent: RtpFrame[] = [];
  let asked = 0;
  return {
    maySend: true,
    sent,
    send: (frame) => sent.push(frame),
    wantKeyFrame: () => {
      asked++;
    },
    listener: null,
    packetsSent: 0,
    packetsHeard: 0,
    get asked() {
      return asked;
    },
  };
}
