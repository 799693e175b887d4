import OpusScript from 'opusscript';
import * as werift from 'werift';
import { openOpusEncoder } from '../../../../src/gateway/connectors/sandbox/media/opus-encoder.ts';
import { encodedLoop, type PacketLoop } from '../../../../src/gateway/connectors/sandbox/media/opus-loop.ts';
import { tone } from '../../../../src/gateway/connectors/sandbox/media/tone.ts';
import { toneShare } from '../../../unit/sandbox/support/goertzel.ts';
import { type AgentCamera, openAgentCamera, vp8 } from './agent-camera.ts';

type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** The agent's end of a call, in place of a browser: answers or offers, speaks a tone and decodes what it hears. */
export interface AgentPeer {
  answer(offerSdp: string): Promise<string>;
  offer(options?: {
    readonly iceRestart?: boolean;
    readonly direction?: Direction;
    /** Without it: as the sound. */
    readonly video?: Direction;
  }): Promise<string>;
  accept(answerSdp: string): Promise<void>;
  speak(hertz: number): void;
  /** null: the agent has none. */
  readonly camera: AgentCamera | null;
  readonly received: readonly Received[];
  /** The last `milliseconds` of what was heard, decoded. */
  heard(milliseconds: number): Float32Array;
  /** Share of one frequency in the last 200 ms. */
  share(hertz: number): number;
  close(): Promise<void>;
}

export interface Received {
  /** By `performance.now()`. */
  readonly at: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly marker: boolean;
  readonly payload: Buffer;
}

const sounds = new Map<number, PacketLoop>();

/** Each tone is encoded once, for all calls of a worker. */
function spoken(hertz: number): PacketLoop {
  const sound = sounds.get(hertz) ?? encodedLoop(tone(hertz), () => openOpusEncoder(OpusScript, () => undefined));
  sounds.set(hertz, sound);
  return sound;
}

export function openAgentPeer(options: { readonly video?: boolean } = {}): AgentPeer {
  const connection = new werift.RTCPeerConnection({
    codecs: {
      audio: [
        new werift.RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48_000, channels: 2, payloadType: 111 }),
        new werift.RTCRtpCodecParameters({ mimeType: 'audio/telephone-event', clockRate: 8000, payloadType: 126 }),
      ],
      video: options.video === true ? [vp8()] : [],
    },
    headerExtensions: { audio: [], video: [] },
    bundlePolicy: 'max-bundle',
    iceServers: [],
    iceUseIpv4: false,
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceInterfaceAddresses: { udp4: '127.0.0.1' },
  });
  const transceiver = connection.addTransceiver('audio', { direction: 'sendrecv' });
  const video = options.video === true ? connection.addTransceiver('video', { direction: 'sendrecv' }) : null;
  for (const transport of connection.iceTransports) delete transport.connection.stunServer;
  const camera = video && openAgentCamera(connection, video);
  const received: Received[] = [];
  for (const transport of connection.dtlsTransports)
    transport.onRtp.subscribe(({ header, payload }) => {
      const { sequenceNumber: sequence, timestamp, marker, payloadType } = header;
      if (payloadType !== 96) received.push({ at: performance.now(), sequence, timestamp, marker, payload });
    });
  let speaking: NodeJS.Timeout | undefined;

  const heard = (milliseconds: number): Float32Array => {
    const decoder = new OpusScript(48_000, 1, OpusScript.Application.AUDIO);
    // A decoder needs some packets before its output is that of the stream.
    const packets = received.slice(-(milliseconds / 20 + 10));
    const pcm = Buffer.concat(packets.map(({ payload }) => decoder.decode(payload)));
    decoder.delete();
    const samples = Float32Array.from({ length: pcm.length / 2 }, (_, index) => pcm.readInt16LE(index * 2) / 32_768);
    return samples.slice(-milliseconds * 48);
  };

  return {
    answer: async (offerSdp) => {
      await connection.setRemoteDescription({ type: 'offer', sdp: offerSdp });
      await connection.setLocalDescription(await connection.createAnswer());
      return connection.localDescription?.sdp ?? '';
    },
    offer: async ({ iceRestart = false, direction = 'sendrecv', ...about } = {}) => {
      transceiver.setDirection(direction);
      video?.setDirection(about.video ?? direction);
      await connection.setLocalDescription(await connection.createOffer({ iceRestart }));
      return connection.localDescription?.sdp ?? '';
    },
    accept: async (answerSdp) => {
      await connection.setRemoteDescription({ type: 'answer', sdp: answerSdp });
    },
    speak: (hertz) => {
      const sound = spoken(hertz);
      const begun = performance.now();
      let sent = 0;
      speaking = setInterval(() => {
        for (; begun + sent * 20 <= performance.now(); sent++) {
          const header = new werift.RtpHeader({
            payloadType: 111,
            sequenceNumber: sent & 0xffff,
            timestamp: sent * 960,
          });
          void transceiver.sender.sendRtp(new werift.RtpPacket(header, Buffer.from(sound.packet(sent))));
        }
      }, 10);
    },
    camera,
    received,
    heard,
    share: (hertz) => toneShare(heard(200), 48_000, hertz),
    close: async () => {
      clearInterval(speaking);
      camera?.cover();
      await connection.close();
    },
  };
}
