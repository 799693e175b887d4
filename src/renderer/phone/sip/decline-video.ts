/**
 * Offers with video are answered without it: an agent has no picture to show or to see here, and what is not shown must not be
 * received and decoded either.
 */
export function declineVideo(connection: RTCPeerConnection): void {
  connection.addEventListener('signalingstatechange', () => {
    if (connection.signalingState !== 'have-remote-offer') return;
    for (const transceiver of connection.getTransceivers()) {
      if (transceiver.receiver.track.kind === 'video') transceiver.direction = 'inactive';
    }
  });
}
