import { fail, ok, type Result } from '#shared/result.ts';
import type { SessionPort } from './jssip-port.ts';

/** `invalid` before there is anything to mute. */
export function setMuted(session: SessionPort, on: boolean): Result<null> {
  if (!session.connection) return fail('invalid', 'the call is not answered');
  if (on) session.mute({ audio: true });
  else session.unmute({ audio: true });
  return ok(null);
}

/** Neither muted nor on hold. */
export function isMicrophoneOpen(session: SessionPort): boolean {
  const held = session.isOnHold();
  return !session.isMuted().audio && !held.local && !held.remote;
}
