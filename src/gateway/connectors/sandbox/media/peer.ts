import type { Result } from '#shared/result.ts';
import { fail, ok } from '#shared/result.ts';
import { createHearing, type Hearing } from './hearing.ts';
import { digitsPayloadType, openPeerConnection, opusPayloadType } from './peer-connection.ts';
import type { Direction, RemoteDescription } from './session-description.ts';
import { answerDirection, readRemoteDescription, sends, writeLocalDescription } from './session-description.ts';
import { createUntilClosed } from './until-closed.ts';
import type { WebRtcStack } from './webrtc-stack.ts';

export type PeerState = 'connected' | 'failed';

/** `timestamp` in the 48 kHz clock; `sequence` 16 bits. */
export interface RtpFrame {
  readonly payload: Uint8Array;
  readonly sequence: number;
  readonly timestamp: number;
  readonly marker: boolean;
}

/** A contact's end of the media path: Opus over DTLS-SRTP, reachable on 127.0.0.1 only. */
export interface Peer {
  /** The whole offer, candidates included. Rejects where no socket can be had, or the peer is closed meanwhile. */
  createOffer(): Promise<string>;
  acceptAnswer(answerSdp: string): Promise<Result<null>>;
  /** Answers the first offer and every later one (hold, resume, ICE restart); one at a time, in the order of the calls. */
  answerOffer(offerSdp: string): Promise<Result<string>>;
  /** Whether the contact may be heard now: connected, and not held. */
  readonly maySend: boolean;
  send(frame: RtpFrame): void;
  readonly hearing: Hearing;
  readonly packetsSent: number;
  close(): Promise<void>;
}

export function openPeer(stack: WebRtcStack, onState: (state: PeerState) => void): Peer {
  const { werift } = stack;
  const agentUfrags = new Set<string>();
  const { connection, transceiver } = openPeerConnection(stack, (ufrag) => agentUfrags.has(ufrag));
  const hearing = createHearing(digitsPayloadType);
  const originId = Math.floor(Math.random() * 2 ** 48);
  let version = 0;
  let remote: RemoteDescription | null = null;
  let packetsSent = 0;
  let negotiation: Promise<unknown> = Promise.resolve();
  const untilClosed = createUntilClosed();

  for (const transport of connection.dtlsTransports)
    transport.onRtp.subscribe(({ header, payload }) =>
      hearing.packet(header.payloadType, header.extensions[0]?.payload, payload, header.timestamp),
    );
  connection.connectionStateChange.subscribe((state) => {
    if (state === 'connected' || state === 'failed') onState(state);
  });

  const localSdp = (direction: Direction): string =>
    writeLocalDescription(connection.localDescription?.sdp ?? '', direction, { id: originId, version: version++ });

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
    const answer = localSdp(answerDirection(offer.direction));
    if (/^m=audio 0 /m.test(answer)) return fail('media', 'no common audio format');
    // The stack begins new connectivity checks only where DTLS is not up yet; a failure is told by the connection state.
    if (restarts) for (const transport of connection.iceTransports) transport.start().catch(() => undefined);
    return ok(answer);
  };

  return {
    createOffer: async () => {
      await untilClosed.run(async () => connection.setLocalDescription(await connection.createOffer()));
      return localSdp('sendrecv');
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
      // While ICE restarts no pair is selected, and the stack would drop the packet without a word.
      const path = connection.iceTransports.some((transport) => transport.connection.nominated !== undefined);
      const talks = remote !== null && sends(answerDirection(remote.direction));
      return path && talks && connection.connectionState === 'connected';
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
      transceiver.sender.sendRtp(packet).catch(() => undefined);
    },
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
