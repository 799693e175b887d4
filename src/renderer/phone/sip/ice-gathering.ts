/** Other interfaces follow the first one within milliseconds; the far end learns of the rest by itself (RFC 8445 §7.3.1.3). */
const settleMs = 20;
/** With STUN or TURN: for so long an address seen from outside is worth waiting for. */
const outsideLimitMs = 500;
/** No candidate at all: the offer goes out without any, for a peer that can be reached can still be found from here. */
const nothingLimitMs = 1000;

/**
 * Cuts gathering short. JsSIP sends an offer or answer only once gathering is complete, which takes from a tenth of a second to forty
 * seconds and has no limit; but it also takes a null candidate for the end, so that is what it is told as soon as there is enough.
 * @param needsOutside are there STUN or TURN servers, whose candidates matter?
 */
export function hastenGathering(connection: RTCPeerConnection, needsOutside: boolean): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let limit: ReturnType<typeof setTimeout> | undefined;
  let previous: RTCSignalingState = connection.signalingState;

  const finish = (): void => {
    clearTimeout(timer);
    clearTimeout(limit);
    if (connection.signalingState === 'closed') return;
    connection.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: null }));
  };

  const begin = (): void => {
    clearTimeout(timer);
    clearTimeout(limit);
    timer = undefined;
    limit = setTimeout(finish, nothingLimitMs);
  };

  connection.addEventListener('signalingstatechange', () => {
    const state = connection.signalingState;
    const described = state === 'have-local-offer' || (state === 'stable' && previous === 'have-remote-offer');
    previous = state;
    if (described) begin();
    if (state === 'closed') {
      clearTimeout(timer);
      clearTimeout(limit);
    }
  });

  connection.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate === null) return;
    const enough = !needsOutside || candidate.type === 'srflx' || candidate.type === 'relay';
    clearTimeout(limit);
    if (enough) {
      clearTimeout(timer);
      timer = setTimeout(finish, settleMs);
    } else {
      timer ??= setTimeout(finish, outsideLimitMs);
    }
  });
}
