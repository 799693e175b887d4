import type { PhoneEvent } from '#shared/contracts/phone.ts';
import type { SessionEndEvent } from './jssip-port.ts';
import { completedElsewhere, parseReasons, type Reason } from './reason.ts';

export type CallEnd = Omit<PhoneEvent<'call.ended'>, 'type' | 'callId'>;
type Cause = CallEnd['cause'];

/** How JsSIP says that a session is over (`failed` and `ended`), with what the wire said. */
export interface SessionEnd {
  readonly direction: 'incoming' | 'outgoing';
  readonly originator: 'local' | 'remote' | 'system';
  /** Was the call answered? */
  readonly answered: boolean;
  /** A value of JsSIP's `C.causes`. */
  readonly cause: string;
  /** Status code of the final response, where a response ended it. */
  readonly status: number | null;
  readonly reasons: readonly Reason[];
  readonly phrase: string | null;
}

/** @param libraryCause why JsSIP itself wanted the end, where it did: its event names another cause for a call not yet answered */
export function readEnd(
  { originator, message, cause }: SessionEndEvent,
  call: Pick<SessionEnd, 'direction' | 'answered'>,
  libraryCause: string | null,
): SessionEnd {
  return {
    ...call,
    originator,
    cause: libraryCause ?? cause,
    status: message?.status_code ?? null,
    reasons: parseReasons(message?.getHeaders('Reason') ?? []),
    phrase: message?.reason_phrase ?? null,
  };
}

const bySystem = (cause: Cause, reason: string): CallEnd => ({ by: 'system', cause, status: null, reason });

/** Ends that the phone itself decides. */
export const ownEnds = {
  unanswerable: bySystem('media', 'the offer cannot be answered'),
  noPath: bySystem('media', 'no media path to the far end'),
  noConnection: bySystem('connection', 'the connection was lost'),
} as const;

/**
 * What the end of a session means to an agent.
 * A refusal that the far end sent is told apart by its status (RFC 3261 §21); everything else by JsSIP's cause.
 */
export function describeEnd(end: SessionEnd): CallEnd {
  const reason = end.reasons.find(({ text }) => text !== null && text !== '')?.text ?? end.phrase;
  const status = end.status ?? end.reasons.find(({ protocol }) => protocol === 'SIP')?.cause ?? null;
  const base = { status, reason: reason?.slice(0, 300) ?? null };
  if (end.originator === 'remote' && completedElsewhere(end.reasons)) {
    return { by: 'remote', cause: 'elsewhere', ...base };
  }
  const technical = technicalCause(end.cause);
  if (technical !== null) return { by: 'system', cause: technical, ...base };
  if (end.answered) return { by: end.originator, cause: 'hangup', ...base };
  if (end.direction === 'incoming') return { by: end.originator, cause: unansweredIncoming(end), ...base };
  if (end.originator === 'remote' && end.status !== null) {
    return { by: 'remote', cause: refusalOf(end.status), ...base };
  }
  return { by: end.originator, cause: 'cancelled', ...base };
}

/** Final response to our INVITE → why the contact was not reached. */
export function refusalOf(status: number): Cause {
  switch (status) {
    case 486:
    case 600:
      return 'busy';
    case 603:
    case 607:
      return 'declined';
    case 408:
    case 480:
      return 'no-answer';
    case 487:
      return 'cancelled';
    case 415:
    case 488:
    case 606:
      return 'media';
    case 404:
    case 410:
    case 484:
    case 485:
    case 604:
      return 'unreachable';
    default:
      // 3xx: JsSIP follows no redirection. 5xx: a server on the way. The rest of 4xx and 6xx is a server that does not let us.
      return status < 400 || (status >= 500 && status < 600) ? 'unreachable' : 'refused';
  }
}

/** Nobody answered here: we declined, or the caller gave up, or its time was over (Expires, our own limit). */
function unansweredIncoming(end: SessionEnd): Cause {
  return end.originator === 'local' && end.cause === 'Rejected' ? 'declined' : 'cancelled';
}

function technicalCause(cause: string): Cause | null {
  switch (cause) {
    case 'Connection Error':
    case 'Request Timeout':
    case 'Dialog Error':
    case 'No ACK':
      return 'connection';
    case 'WebRTC Error':
    case 'Bad Media Description':
    case 'Missing SDP':
    case 'RTP Timeout':
    case 'User Denied Media Access':
      return 'media';
    case 'Internal Error':
      return 'internal';
    default:
      return null;
  }
}
