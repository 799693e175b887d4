import { fail, ok, type Result } from '#shared/result.ts';
import type { DtmfOptions, SessionPort } from './jssip-port.ts';

/** ITU-T Q.24: receivers accept from 40 ms; real ones want some more. */
const timing = { duration: 100, interToneGap: 70 } as const;

/**
 * Sends tones in the media (RFC 4733), or as SIP INFO where the far end did not agree to telephone-event.
 * @param online an INFO that cannot be sent would end the call in JsSIP
 */
export function sendTones(session: SessionPort, tones: string, online: boolean): Result<null> {
  const sender = session.connection?.getSenders().find(({ track }) => track?.kind === 'audio');
  const transportType: DtmfOptions['transportType'] = sender?.dtmf?.canInsertDTMF === true ? 'RFC2833' : 'INFO';
  if (transportType === 'INFO' && !online) return fail('offline', 'no connection to the server');
  try {
    session.sendDTMF(tones, { transportType, ...timing });
    return ok(null);
  } catch {
    // JsSIP's message repeats the tones, which may be somebody's PIN.
    return fail(session.isEnded() ? 'gone' : 'invalid', 'these tones cannot be sent');
  }
}
