import type { RTCDtlsTransport, RTCRtpTransceiver } from 'werift';
import type { RtpFrame } from '../rtp-frame.ts';
import type { WebRtcStack } from '../webrtc-stack.ts';

/** A packet of the agent. */
export interface HeardFrame extends RtpFrame {
  readonly ssrc: number;
}

export interface VideoListener {
  packet(packet: HeardFrame): void;
  /** The agent cannot show what it gets until a key frame comes. */
  keyFrameWanted(): void;
}

/** The pictures of a call: VP8 on the same transport as the sound. */
export interface VideoPath {
  /** Whether the contact may be seen now: connected, wanted by the agent, and not held. */
  readonly maySend: boolean;
  send(frame: RtpFrame): void;
  /** Asks the agent for a key frame (RFC 4585 §6.3.1); without effect before anything came from it. */
  wantKeyFrame(): void;
  /** One at a time; null: nobody. */
  listener: VideoListener | null;
  readonly packetsSent: number;
  readonly packetsHeard: number;
}

/** `receive` has to be called with what comes in with the payload type of the agent's pictures. */
export function openVideoPath(
  { werift }: WebRtcStack,
  transceiver: RTCRtpTransceiver,
  transport: RTCDtlsTransport,
  maySend: () => boolean,
): { readonly path: VideoPath; readonly receive: (packet: HeardFrame) => void } {
  let agentSsrc: number | null = null;
  let packetsSent = 0;
  let packetsHeard = 0;

  transport.onRtcp.subscribe((report) => {
    if (!(report instanceof werift.RtcpPayloadSpecificFeedback)) return;
    const { feedback } = report;
    const isOurs = feedback instanceof werift.PictureLossIndication && feedback.mediaSsrc === transceiver.sender.ssrc;
    if (isOurs) path.listener?.keyFrameWanted();
  });

  const path: VideoPath = {
    get maySend() {
      return maySend();
    },
    send: ({ payload, sequence, timestamp, marker }) => {
      packetsSent++;
      const header = new werift.RtpHeader({ sequenceNumber: sequence, timestamp, marker });
      const packet = new werift.RtpPacket(header, Buffer.from(payload));
      transceiver.sender.sendRtp(packet).catch(() => undefined);
    },
    wantKeyFrame: () => {
      if (agentSsrc === null) return;
      const feedback = new werift.PictureLossIndication({ senderSsrc: transceiver.sender.ssrc, mediaSsrc: agentSsrc });
      transport.sendRtcp([new werift.RtcpPayloadSpecificFeedback({ feedback })]).catch(() => undefined);
    },
    listener: null,
    get packetsSent() {
      return packetsSent;
    },
    get packetsHeard() {
      return packetsHeard;
    },
  };
  return {
    path,
    receive: (packet) => {
      packetsHeard++;
      agentSsrc = packet.ssrc;
      path.listener?.packet(packet);
    },
  };
}
