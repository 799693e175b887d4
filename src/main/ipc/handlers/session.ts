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
  readonly painted: () => void;
}

/** The snapshot, the notices and the settings: what needs neither stores nor a telephone. */
export function sessionHandlers(
  options: SessionHandlersOptions,
): Pick<UiHandlers, 'session.snapshot' | 'window.painted' | 'settings.set' | 'notice.dismiss'> {
  const { session, notices, changeSettings, painted } = options;
  return {
    'session.snapshot': () => ok(session.snapshot()),
    'window.painted': () => {
      painted();
      return ok(null);
    },
    'settings.set': (change) => changeSettings(change),
    'notice.dismiss': ({ id }) => (notices.dismiss(id) ? ok(null) : fail('not-found')),
  };
}

/** The sound check. */
export function audioHandlers(phone: {
  readonly send: (command: PhoneCommand) => Promise<Result<null>>;
}): Pick<UiHandlers, 'audio.meter' | 'audio.testSound'> {
  return {
    'audio.meter': ({ on }) => phone.send({ do: 'meter', on }),
    'audio.testSound': ({ device }) => phone.send({ do: 'testSound', device }),
  };
}
