import type { Result } from '#shared/result.ts';
import { fail, ok } from '#shared/result.ts';
import { createHearing, type Hearing } from './hearing.ts';
import { digitsPayloadType, openPeerConnection, opusPayloadType } from './peer-connection.ts';
import type { RtpFrame } from './rtp-frame.ts';
import type { Direction, RemoteDescription } from './session-description.ts';
import { answerDirection, readRemoteDescription, sends, writeLocalDescription } from './session-description.ts';
import { createUntilClosed } from './until-closed.ts';
import { openVideoPath, type VideoPath } from './video/video-path.ts';
import type { WebRtcStack } from './webrtc-stack.ts';

export type PeerState = 'connected' | 'failed';

/** A contact's end of the media path: Opus over DTLS-SRTP, in a video call VP8 beside it, reachable on 127.0.0.1 only. */
export interface Peer {
  /** The whole offer, candidates included. Rejects where no socket can be had, or the peer is closed meanwhile. */
  createOffer(): Promise<string>;
  acceptAnswer(answerSdp: string): Promise<Result<null>>;
  /** Answers the first offer and every later one (hold, resume, ICE restart); one at a time, in the order of the calls. */
  answerOffer(offerSdp: string): Promise<Result<string>>;
  /** Whether the contact may be heard now: connected, and not held. */
  readonly maySend: boolean;
  send(frame: RtpFrame): void;
  /** null: a voice call. */
  readonly video: VideoPath | null;
  readonly hearing: Hearing;
  readonly packetsSent: number;
  close(): Promise<void>;
}

/**
 * @param picture of a video call; `shown`: the contact is seen, too; null: a voice call, in which every picture is refused
 */
export function openPeer(
  stack: WebRtcStack,
  picture: { readonly shown: boolean } | null,
  onState: (state: PeerState) => void,
): Peer {
  const { werift } = stack;
  const agentUfrags = new Set<string>();
  const knows = (ufrag: string): boolean => agentUfrags.has(ufrag);
  const { connection, audio, video } = openPeerConnection(stack, knows, picture !== null);
  const hearing = createHearing(digitsPayloadType);
  const originId = Math.floor(Math.random() * 2 ** 48);
  let version = 0;
  let remote: RemoteDescription | null = null;
  let packetsSent = 0;
  let negotiation: Promise<unknown> = Promise.resolve();
  const untilClosed = createUntilClosed();

  /** While ICE restarts no pair is selected, and the stack would drop the packet without a word. */
  const isConnected = (): boolean =>
    connection.connectionState === 'connected' &&
    connection.iceTransports.some((transport) => transport.connection.nominated !== undefined);
  const maySee = (): boolean =>
    remote?.video != null && sends(answerDirection(remote.video.direction, picture?.shown)) && isConnected();

  const [transport] = connection.dtlsTransports;
  const pictures = video === null || transport === undefined ? null : openVideoPath(stack, video, transport, maySee);
  transport?.onRtp.subscribe(({ header, payload }) => {
    const { payloadType, timestamp } = header;
    if (pictures !== null && payloadType === remote?.video?.payloadType) {
      const { sequenceNumber: sequence, ssrc, marker } = header;
      pictures.receive({ payload, sequence, timestamp, marker, ssrc });
    } else hearing.packet(payloadType, header.extensions[0]?.payload, payload, timestamp);
  });
  connection.connectionStateChange.subscribe((state) => {
    if (state === 'connected' || state === 'failed') onState(state);
  });

  const localSdp = (audioDirection: Direction, videoDirection: Direction): string =>
    writeLocalDescription(
      connection.localDescription?.sdp ?? '',
      { audio: audioDirection, video: videoDirection },
      { id: originId, version: version++ },
    );

  /** What the agent says is in force from before the stack begins to check the path. */
  const apply = async (description: RemoteDescription, work: () => Promise<unknown>): Promise<Result<null>> => {
    agentUfrags.add(description.iceUfrag);
    try {
      await untilClosed.run(work);
    } catch (error) {
      return fail('media', `the session description cannot be used: ${error instanceof Error ? error.message : error}`);
    }
    remote = description;
    return ok(null);
  };

  const negotiate = async (offer: RemoteDescription): Promise<Result<string>> => {
    const restarts = remote !== null && remote.iceUfrag !== offer.iceUfrag;
    const applied = await apply(offer, async () => {
      await connection.setRemoteDescription({ type: 'offer', sdp: offer.sdp });
      await connection.setLocalDescription(await connection.createAnswer());
    });
    if (!applied.ok) return applied;
    const answer = localSdp(
      answerDirection(offer.direction),
      answerDirection(offer.video?.direction ?? 'inactive', picture?.shown),
    );
    if (/^m=audio 0 /m.test(answer)) return fail('media', 'no common audio format');
    // The stack begins new connectivity checks only where DTLS is not up yet; a failure is told by the connection state.
    if (restarts) for (const transport of connection.iceTransports) transport.start().catch(() => undefined);
    return ok(answer);
  };

  return {
    createOffer: async () => {
      await untilClosed.run(async () => connection.setLocalDescription(await connection.createOffer()));
      return localSdp('sendrecv', picture?.shown === false ? 'recvonly' : 'sendrecv');
    },
    acceptAnswer: async (answerSdp) => {
      const answer = readRemoteDescription(answerSdp);
      if (!answer.ok) return answer;
      const { sdp } = answer.value;
      return apply(answer.value, () => connection.setRemoteDescription({ type: 'answer', sdp }));
    },
    answerOffer: async (offerSdp) => {
      const offer = readRemoteDescription(offerSdp);
      if (!offer.ok) return offer;
      const answered = negotiation.then(() => negotiate(offer.value));
      negotiation = answered;
      return answered;
    },
    get maySend() {
      return remote !== null && sends(answerDirection(remote.direction)) && isConnected();
    },
    send: ({ payload, sequence, timestamp, marker }) => {
      const header = new werift.RtpHeader({
        payloadType: opusPayloadType,
        sequenceNumber: sequence,
        timestamp,
        marker,
      });
      packetsSent++;
      const packet = new werift.RtpPacket(header, Buffer.from(payload));
      audio.sender.sendRtp(packet).catch(() => undefined);
    },
    video: pictures?.path ?? null,
    hearing,
    get packetsSent() {
      return packetsSent;
    },
    close: async () => {
      await untilClosed.close();
      await connection.close();
    },
  };
}
