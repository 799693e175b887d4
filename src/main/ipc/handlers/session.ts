import type { PhoneCommand } from '#shared/contracts/phone.ts';
import type { SettingsChange } from '#shared/contracts/settings.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Notices } from '../../session/notices.ts';
import type { Session } from '../../session/session.ts';
import type { UiHandlers } from '../request-gate.ts';

export interface SessionHandlersOptions {
  readonly session: Session;
  readonly notices: Notices;
  /** Errors: `managed`, `storage`. */
  readonly changeSettings: (change: SettingsChange) => Result<null>;
  readonly phone: { readonly send: (command: PhoneCommand) => Promise<Result<null>> };
}

type SessionRequests = 'session.snapshot' | 'settings.set' | 'audio.meter' | 'audio.testSound' | 'notice.dismiss';

/** The snapshot, the settings, and the sound check. */
export function sessionHandlers(options: SessionHandlersOptions): Pick<UiHandlers, SessionRequests> {
  const { session, notices, changeSettings, phone } = options;
  return {
    'session.snapshot': () => ok(session.snapshot()),
    'settings.set': (change) => changeSettings(change),
    'audio.meter': ({ on }) => phone.send({ do: 'meter', on }),
    'audio.testSound': ({ device }) => phone.send({ do: 'testSound', device }),
    'notice.dismiss': ({ id }) => (notices.dismiss(id) ? ok(null) : fail('not-found')),
  };
}
