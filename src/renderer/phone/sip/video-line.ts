export interface VideoLineOptions {
  readonly direction: 'incoming' | 'outgoing';
  /** A video call on a workspace that carries pictures. */
  readonly wanted: boolean;
  /** The line of the call's pictures, as soon as it is there. What is sent on it may be changed at any time, without a new offer. */
  readonly found: (line: RTCRtpTransceiver) => void;
}

/**
 * Gives a video call its one line for pictures, open in both directions whether the camera is on or not, so that switching it needs no far end and no
 * server. Every other offer of a picture, and each in a voice call, is answered without: what is not shown must not be received and decoded either.
 */
export function openVideoLine(connection: RTCPeerConnection, { direction, wanted, found }: VideoLineOptions): void {
  let line: RTCRtpTransceiver | null = null;

  const take = (transceiver: RTCRtpTransceiver): void => {
    line = transceiver;
    found(transceiver);
  };

  connection.addEventListener('signalingstatechange', () => {
    if (connection.signalingState !== 'have-remote-offer') return;
    if (line?.direction === 'stopped') line = null;
    for (const transceiver of connection.getTransceivers()) {
      if (transceiver.receiver.track.kind !== 'video' || transceiver.direction === 'stopped') continue;
      if (wanted && line === null) take(transceiver);
      transceiver.direction = transceiver === line ? 'sendrecv' : 'inactive';
    }
  });

  if (!wanted || direction === 'incoming') return;
  // JsSIP adds the microphone afterwards and takes this place for it: sound stays the first line, as most far ends expect.
  connection.addTransceiver('audio', { direction: 'sendrecv' });
  take(connection.addTransceiver('video', { direction: 'sendrecv' }));
}
