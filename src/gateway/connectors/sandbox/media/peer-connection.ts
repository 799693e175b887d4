import type { RTCPeerConnection, RTCRtpTransceiver } from 'werift';
import type { WebRtcStack } from './webrtc-stack.ts';

export const opusPayloadType = 111;
export const digitsPayloadType = 126;
const vp8PayloadType = 96;
/** RFC 6464. */
const audioLevelUri = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';

/**
 * One bidirectional audio stream, and one of pictures where there shall be one, on a socket of 127.0.0.1 and nothing else.
 *
 * `knows` is asked with the ICE user name fragment of whoever sends a connectivity check. Several agents hold the same offer,
 * and those whose answer was not taken check the path as well: without a reply they never begin a DTLS handshake, which would
 * spoil that of the one who was taken.
 */
export function openPeerConnection(
  { werift }: WebRtcStack,
  knows: (agentUfrag: string) => boolean,
  withVideo: boolean,
): {
  readonly connection: RTCPeerConnection;
  readonly audio: RTCRtpTransceiver;
  readonly video: RTCRtpTransceiver | null;
} {
  const connection = new werift.RTCPeerConnection({
    codecs: {
      audio: [
        new werift.RTCRtpCodecParameters({
          mimeType: 'audio/opus',
          clockRate: 48_000,
          channels: 2,
          payloadType: opusPayloadType,
          parameters: 'minptime=10;useinbandfec=1',
        }),
        new werift.RTCRtpCodecParameters({
          mimeType: 'audio/telephone-event',
          clockRate: 8000,
          payloadType: digitsPayloadType,
          parameters: '0-15',
        }),
      ],
      // Without feedback: see writeLocalDescription.
      video: withVideo
        ? [
            new werift.RTCRtpCodecParameters({
              mimeType: 'video/VP8',
              clockRate: 90_000,
              payloadType: vp8PayloadType,
              rtcpFeedback: [],
            }),
          ]
        : [],
    },
    headerExtensions: { audio: [new werift.RTCRtpHeaderExtensionParameters({ uri: audioLevelUri })], video: [] },
    bundlePolicy: 'max-bundle',
    iceServers: [],
    // With both families off the stack looks up no addresses of the machine: the one below is all it has.
    iceUseIpv4: false,
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceInterfaceAddresses: { udp4: '127.0.0.1' },
    // USERNAME of a check is `<fragment of the one asked>:<fragment of the one who asks>` (RFC 8445 §7.2.2).
    iceFilterStunResponse: (message) => knows(String(message.getAttributeValue('USERNAME')).split(':')[1] ?? ''),
  });
  const audio = connection.addTransceiver('audio', { direction: 'sendrecv' });
  const video = withVideo ? connection.addTransceiver('video', { direction: 'sendrecv' }) : null;
  // Without a server in the configuration the stack would ask a public STUN server.
  for (const transport of connection.iceTransports) delete transport.connection.stunServer;
  return { connection, audio, video };
}
