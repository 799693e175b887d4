import * as werift from 'werift';

/** A packet of pictures that came in. */
export interface Seen {
  /** By `performance.now()`. */
  readonly at: number;
  readonly ssrc: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly marker: boolean;
  readonly payload: Buffer;
}

/** The agent's camera and screen: frames that are VP8 by their headers only, and what comes back. */
export interface AgentCamera {
  /** Frames of so many bytes, so many a second, until told otherwise; a key frame first, and whenever one is asked for. */
  film(options?: { readonly perSecond?: number; readonly bytes?: number }): void;
  cover(): void;
  /** Sends a packet as it is. */
  raw(packet: { readonly sequence: number; readonly timestamp: number; readonly payload: Buffer }): void;
  readonly seen: readonly Seen[];
  /** How often a key frame was asked for. */
  readonly asked: number;
  /** Packets that were sent. */
  readonly sent: number;
  wantKeyFrame(): void;
  missed(sequence: number): void;
}

export const vp8 = () =>
  new werift.RTCRtpCodecParameters({ mimeType: 'video/VP8', clockRate: 90_000, payloadType: 96, rtcpFeedback: [] });

/** Number of the frame that a packet is of, as `film` wrote it. */
export const frameOf = ({ payload }: Pick<Seen, 'payload'>): number => payload.readUInt32BE(5);
export const isKey = ({ payload }: Pick<Seen, 'payload'>): boolean => ((payload[4] ?? 1) & 1) === 0;

export function openAgentCamera(
  connection: werift.RTCPeerConnection,
  transceiver: werift.RTCRtpTransceiver,
): AgentCamera {
  const seen: Seen[] = [];
  const [transport] = connection.dtlsTransports;
  const { sender } = transceiver;
  let asked = 0;
  let sent = 0;
  let keyNext = true;
  let timer: NodeJS.Timeout | undefined;
  let contactSsrc = 0;
  let frame = 0;
  const packetizer = new werift.Vp8Packetizer({ sequenceNumber: 65_400, payloadType: 96 });

  transport?.onRtp.subscribe(({ header, payload }) => {
    if (header.payloadType !== 96) return;
    const { ssrc, sequenceNumber: sequence, timestamp, marker } = header;
    contactSsrc = ssrc;
    seen.push({ at: performance.now(), ssrc, sequence, timestamp, marker, payload });
  });
  transport?.onRtcp.subscribe((report) => {
    const isLoss =
      report instanceof werift.RtcpPayloadSpecificFeedback && report.feedback instanceof werift.PictureLossIndication;
    if (!isLoss || report.feedback.mediaSsrc !== sender.ssrc) return;
    asked++;
    keyNext = true;
  });

  const send = (packet: werift.RtpPacket): void => {
    sent++;
    void sender.sendRtp(packet);
  };
  const camera: AgentCamera = {
    film: ({ perSecond = 30, bytes = 3000 } = {}) => {
      camera.cover();
      timer = setInterval(() => {
        const data = Buffer.alloc(bytes);
        data[0] = keyNext ? 0 : 1;
        keyNext = false;
        data.writeUInt32BE(frame++, 1);
        // The number stands in each packet of the frame, where `frameOf` looks for it.
        for (let at = 1196; at + 5 < bytes; at += 1196) data.copy(data, at, 0, 5);
        for (const packet of packetizer.packetize(data, Math.round(performance.now() * 90) >>> 0)) send(packet);
      }, 1000 / perSecond);
    },
    cover: () => clearInterval(timer),
    raw: ({ sequence, timestamp, payload }) => {
      const header = new werift.RtpHeader({ payloadType: 96, sequenceNumber: sequence, timestamp });
      send(new werift.RtpPacket(header, payload));
    },
    seen,
    get asked() {
      return asked;
    },
    get sent() {
      return sent;
    },
    wantKeyFrame: () => {
      const feedback = new werift.PictureLossIndication({ senderSsrc: sender.ssrc, mediaSsrc: contactSsrc });
      void transport?.sendRtcp([new werift.RtcpPayloadSpecificFeedback({ feedback })]);
    },
    missed: (sequence) => {
      const feedback = new werift.GenericNack({
        senderSsrc: sender.ssrc,
        mediaSourceSsrc: contactSsrc,
        lost: [sequence],
      });
      void transport?.sendRtcp([new werift.RtcpTransportLayerFeedback({ feedback })]);
    },
  };
  return camera;
}
