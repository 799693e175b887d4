import type { OfferEvent, SessionEndEvent, SessionPort, SipMessagePort } from './jssip-port.ts';

export interface SessionListeners {
  readonly connection: (connection: RTCPeerConnection) => void;
  /** The far end rings. */
  readonly ringing: () => void;
  /** @param response of the far end, to a call of ours */
  readonly accepted: (response: SipMessagePort | null) => void;
  readonly info: (request: SipMessagePort) => void;
  readonly remoteHold: (on: boolean) => void;
  /** True where an offer of the far end must be refused for now. */
  readonly refusesOffer: () => boolean;
  readonly ended: (event: SessionEndEvent) => void;
}

/**
 * Passes on what a session says. The listeners of a session that was given up are told nothing any more: see `isCurrent`.
 * What a listener throws ends here: inside JsSIP it would end the call.
 */
export function listenToSession(
  session: SessionPort,
  listeners: SessionListeners,
  isCurrent: () => boolean,
  onError: (error: unknown) => void,
): void {
  const current =
    <Event>(listener: (event: Event) => void) =>
    (event: Event): void => {
      try {
        if (isCurrent()) listener(event);
      } catch (error) {
        onError(error);
      }
    };
  const offer = current(({ reject }: OfferEvent) => {
    if (listeners.refusesOffer()) reject({ status_code: 491, reason_phrase: 'Request Pending' });
  });
  session.on(
    'peerconnection',
    current(({ peerconnection }) => listeners.connection(peerconnection)),
  );
  session.on(
    'progress',
    current(({ originator }) => {
      if (originator === 'remote') listeners.ringing();
    }),
  );
  session.on(
    'accepted',
    current(({ response }) => listeners.accepted(response)),
  );
  session.on(
    'newInfo',
    current(({ originator, request }) => {
      if (originator === 'remote') listeners.info(request);
    }),
  );
  session.on(
    'hold',
    current(({ originator }) => {
      if (originator === 'remote') listeners.remoteHold(true);
    }),
  );
  session.on(
    'unhold',
    current(({ originator }) => {
      if (originator === 'remote') listeners.remoteHold(false);
    }),
  );
  session.on('reinvite', offer);
  session.on('update', offer);
  session.on('ended', current(listeners.ended));
  session.on('failed', current(listeners.ended));
  // Transfers and replacements are not offered to agents: refused at once instead of being left open.
  session.on('refer', ({ reject }) => reject());
  session.on('replaces', ({ reject }) => reject());
}
