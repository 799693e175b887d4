import type { SessionPort, TerminateOptions } from './jssip-port.ts';

/** What JsSIP would have ended the call for. */
export type Incident =
  /** the far end did not accept a re-INVITE; RFC 3261 §14.1: the session goes on as if it had not been sent */
  | 'offer-refused'
  /** the connection went away while a request was under way, or before it could be sent */
  | 'transport'
  /** ICE failed */
  | 'ice';

export interface SessionGuard {
  /** Ends the session for good. Without effect when it is over. */
  readonly terminate: (options?: TerminateOptions) => void;
  /** JsSIP's cause of the last end that it wanted itself: its events name another one for a call not yet answered. */
  readonly libraryCause: () => string | null;
}

/**
 * JsSIP ends a session by calling its own `terminate`, also for reasons that need not end a call. The guard stands in its place:
 * incidents of an answered call are reported instead, everything else goes through.
 */
export function guardSession(session: SessionPort, onIncident: (incident: Incident) => void): SessionGuard {
  const original = session.terminate.bind(session);
  let libraryCause: string | null = null;

  const terminate = (options?: TerminateOptions): void => {
    if (!session.isEnded()) original(options);
  };

  session.terminate = (options) => {
    const incident = session.isEstablished() ? incidentOf(options) : null;
    if (incident !== null) {
      onIncident(incident);
      return;
    }
    libraryCause = options?.cause ?? null;
    terminate(options);
  };
  return { terminate, libraryCause: () => libraryCause };
}

function incidentOf(options: TerminateOptions | undefined): Incident | null {
  switch (options?.cause) {
    case 'RTP Timeout':
      return 'ice';
    case 'Connection Error':
      return 'transport';
    case 'WebRTC Error':
      return 'offer-refused';
    default:
      return null;
  }
}
